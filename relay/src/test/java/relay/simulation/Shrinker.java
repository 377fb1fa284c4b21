package relay.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a history as short as it can be while it still shows what it shows. */
final class Shrinker {
  private final Predicate<History> shows;

  Shrinker(Predicate<History> shows) {
    this.shows = shows;
  }

  History shrink(History history) {
    History shortest = history;
    int before;
    do {
      before = shortest.deeds().size() + shortest.apps().size();
      shortest = fewerDeeds(shortest);
      shortest = fewerApps(shortest);
    } while (shortest.deeds().size() + shortest.apps().size() < before);
    return plainerApps(sooner(shortest));
  }

  private History fewerDeeds(History history) {
    History shortest = history;
    for (int chunk = Math.max(1, history.deeds().size() / 2); chunk >= 1; chunk /= 2) {
      for (int i = shortest.deeds().size() - chunk; i >= 0; i -= chunk) {
        List<Deed> fewer = new ArrayList<>(shortest.deeds());
        fewer.subList(i, i + chunk).clear();
        if (shows.test(shortest.with(fewer))) {
          shortest = shortest.with(fewer);
        }
      }
    }
    return shortest;
  }

  private History fewerApps(History history) {
    History shortest = history;
    for (int i = history.apps().size() - 1; i >= 0 && shortest.apps().size() > 1; i--) {
      String handle = history.apps().get(i).handle();
      boolean used = shortest.deeds().stream().anyMatch(deed -> deed.with().contains(handle));
      List<AppSetup> fewer = new ArrayList<>(shortest.apps());
      fewer.removeIf(app -> app.handle().equals(handle));
      if (!used && shows.test(shortest.withApps(fewer))) {
        shortest = shortest.withApps(fewer);
      }
    }
    return shortest;
  }

  /** Without what is configured for nothing. */
  private History plainerApps(History history) {
    History plainest = history;
    for (int i = 0; i < history.apps().size(); i++) {
      for (String key : List.copyOf(history.apps().get(i).values().keySet())) {
        List<AppSetup> plainer = new ArrayList<>(plainest.apps());
        plainer.set(i, plainer.get(i).without(key));
        if (shows.test(plainest.withApps(plainer))) {
          plainest = plainest.withApps(plainer);
        }
      }
    }
    return plainest;
  }

  /** Moves everything from each deed on nearer to the one before. */
  private History sooner(History history) {
    History soonest = history;
    for (int i = 1; i < soonest.deeds().size(); i++) {
      int gap = soonest.deeds().get(i).second() - soonest.deeds().get(i - 1).second();
      for (int less = gap; less > 2; less /= 2) {
        History nearer = nearer(soonest, i, less);
        if (shows.test(nearer)) {
          soonest = nearer;
          break;
        }
      }
    }
    return soonest;
  }

  private static History nearer(History history, int from, int less) {
    List<Deed> moved = new ArrayList<>(history.deeds());
    for (int i = from; i < moved.size(); i++) {
      moved.set(i, moved.get(i).at(moved.get(i).second() - less));
    }
    return history.with(moved);
  }
}
