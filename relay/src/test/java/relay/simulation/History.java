package relay.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import relay.simulation.Deed.Word;

/**
 * What the world does, in order; the relay's own doing follows from it. As text: {@code seed 7}, then a line an app, then a line
 * a deed; empty lines and those that begin with # say nothing.
 *
 * @param seed decides who of several goes first, and how long things take
 */
record History(long seed, List<AppSetup> apps, List<Deed> deeds) {
  History {
    apps = List.copyOf(apps);
    deeds = deeds.stream().sorted(Comparator.comparingInt(Deed::second)).toList();
  }

  static History parse(String text) {
    long seed = 1;
    List<AppSetup> apps = new ArrayList<>();
    List<Deed> deeds = new ArrayList<>();
    for (String line : text.lines().map(String::strip).filter(each -> !each.isEmpty()).toList()) {
      if (line.startsWith("seed ")) {
        seed = Long.parseLong(line.substring("seed ".length()).strip());
      } else if (line.startsWith("app ")) {
        apps.add(AppSetup.parse(line));
      } else if (!line.startsWith("#")) {
        deeds.add(Deed.parse(line));
      }
    }
    return new History(seed, apps, deeds);
  }

  boolean has(Word... words) {
    return deeds.stream().anyMatch(deed -> List.of(words).contains(deed.what()));
  }

  History with(List<Deed> others) {
    return new History(seed, apps, others);
  }

  History withApps(List<AppSetup> others) {
    return new History(seed, others, deeds);
  }

  int lastSecond() {
    return deeds.isEmpty() ? 0 : deeds.getLast().second();
  }

  @Override
  public String toString() {
    return Stream.of(Stream.of("seed " + seed), apps.stream().map(AppSetup::toString),
        deeds.stream().map(Deed::toString)).flatMap(lines -> lines).collect(Collectors.joining("\n"));
  }
}
