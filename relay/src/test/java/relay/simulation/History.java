package relay.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import relay.simulation.Deed.Word;

/** What happens, in order; the relay's own doing follows from it. */
record History(List<Deed> deeds) {
  private static final List<Word> ALL = List.copyOf(EnumSet.allOf(Word.class));
  private static final int MOST = 14;
  private static final int SECONDS = 1200;

  History {
    deeds = deeds.stream().sorted(Comparator.comparingInt(Deed::second)).toList();
  }

  /** A line a deed; empty lines and those that begin with # say nothing. */
  static History parse(String text) {
    return new History(text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(Deed::parse).toList());
  }

  /** The history that belongs to the seed for ever. */
  static History of(long seed) {
    var random = new Random(seed * 0x9E3779B97F4A7C15L);
    List<Deed> deeds = new ArrayList<>();
    for (String image : List.of("v2", "v3", "v4")) {
      if (random.nextInt(3) == 0) {
        deeds.add(new Deed(0, Word.IMAGE, List.of(image, List.of("unwell", "mute", "crashes", "pull-fails", "front-403")
            .get(random.nextInt(5)))));
      }
    }
    deeds.add(new Deed(5, Word.PUSH, List.of("v1")));
    int many = 1 + random.nextInt(MOST);
    int second = 60;
    for (int i = 0; i < many; i++) {
      second += random.nextInt(3) == 0 ? random.nextInt(SECONDS / 4) : random.nextInt(40);
      deeds.add(any(second, random));
    }
    return new History(deeds);
  }

  private static Deed any(int second, Random random) {
    String image = "v" + (1 + random.nextInt(4));
    Word[] usual = {Word.PUSH, Word.PUSH, Word.PUSH, Word.PUSH, Word.DEPLOY, Word.DEPLOY, Word.ROLLBACK, Word.KILL};
    Word word = random.nextInt(2) == 0
        ? usual[random.nextInt(usual.length)]
        : ALL.get(random.nextInt(ALL.size()));
    return new Deed(second, word, switch (word) {
      case PUSH, TAG, TELL, DEPLOY, UNREJECT, DELETE -> List.of(image);
      case IMAGE -> List.of(image, List.of("well", "unwell", "mute", "crashes", "pull-fails").get(random.nextInt(5)));
      case DRIFT -> List.of(random.nextBoolean() ? "foreign" : image);
      case ARM_DOWN, REGISTRY_DOWN, BLIND -> List.of("" + (10 + random.nextInt(200)));
      case KILL -> List.of("" + (random.nextInt(3) == 0 ? 900 : random.nextInt(60)));
      case KILL_AT_SAVE -> List.of("" + (1 + random.nextInt(8)), random.nextBoolean() ? "before" : "after",
          "" + (random.nextInt(3) == 0 ? 900 : random.nextInt(30)));
      case JUMP -> List.of("" + (random.nextInt(14400) - 7200));
      case INSTANCES -> List.of("" + (1 + random.nextInt(3)));
      case MODE -> List.of(random.nextBoolean() ? "observe" : "act");
      case CHART, POISON, DEPLOY_TAG, DEPLOY_TYPO, ROLLBACK, ADOPT, REVERT, CANCEL, RETRY, HOLD, RELEASE, UNDO_DRIFT,
          WRITE_REFUSED, WRITE_TAKEN, WRITE_LOST, STOP_APP, START_APP ->
        List.of();
    });
  }

  boolean has(Word... words) {
    return deeds.stream().anyMatch(deed -> List.of(words).contains(deed.what()));
  }

  History without(int index) {
    var fewer = new ArrayList<>(deeds);
    fewer.remove(index);
    return new History(fewer);
  }

  int lastSecond() {
    return deeds.isEmpty() ? 0 : deeds.getLast().second();
  }

  @Override
  public String toString() {
    return deeds.stream().map(Deed::toString).collect(Collectors.joining("\n"));
  }
}
