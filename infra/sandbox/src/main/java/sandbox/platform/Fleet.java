package sandbox.platform;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The replicas of one app: those that are wanted and, for a while after a switch, those that they replaced or could not be replaced by.
 * Not safe for threads. */
final class Fleet {
  private List<Replica> live = List.of();
  private List<Replica> leaving = List.of();
  private long leaveAt;
  private List<Replica> doomed = List.of();
  private long doomAt;

  /** Who can answer now: new and old in turns, so that a visitor who comes again meets both. */
  List<Replica> serving() {
    var serving = new ArrayList<Replica>();
    if (doomAt - System.nanoTime() > 0) {
      serving.addAll(doomed);
    }
    for (int i = 0; i < Math.max(live.size(), leaving.size()); i++) {
      if (i < live.size()) {
        serving.add(live.get(i));
      }
      if (i < leaving.size()) {
        serving.add(leaving.get(i));
      }
    }
    serving.removeIf(replica -> !replica.alive());
    return serving;
  }

  boolean serves(int index) {
    return live.stream().anyMatch(replica -> replica.index() == index && replica.alive());
  }

  /** The indexes below {@code wanted} that nobody has. */
  List<Integer> missing(int wanted) {
    return IntStream.range(0, wanted).filter(index -> live.stream().noneMatch(replica -> replica.index() == index))
        .boxed().toList();
  }

  boolean isMixed() {
    return !leaving.isEmpty();
  }

  /** Nanoseconds until the replaced ones are to go; not positive when that is due. */
  long untilLeave(long now) {
    return leaveAt - now;
  }

  /** Whether somebody is to be taken out: dead, beyond the wanted number, or replaced and due. */
  boolean hasSurplus(int wanted, long now) {
    return live.stream().anyMatch(replica -> !replica.alive() || replica.index() >= wanted)
        || (isMixed() && untilLeave(now) <= 0) || (isDoomed() && untilDoom(now) <= 0);
  }

  boolean isDoomed() {
    return !doomed.isEmpty();
  }

  /** Nanoseconds until those doomed are to go; not positive when that is due. */
  long untilDoom(long now) {
    return doomAt - now;
  }

  /** What was to replace the live ones failed: they serve for so long and are stopped then, whatever comes. */
  void doom(Duration time, long now) {
    if (!live.isEmpty()) {
      var all = new ArrayList<>(doomed);
      all.addAll(live);
      doomed = List.copyOf(all);
      doomAt = now + time.toNanos();
      live = List.of();
    }
  }

  /** Takes out those doomed whose time has come. */
  List<Replica> takeDoomed(long now) {
    if (untilDoom(now) > 0) {
      return List.of();
    }
    List<Replica> gone = doomed;
    doomed = List.of();
    return gone;
  }

  /** Takes out everything. */
  List<Replica> takeAll() {
    var all = new ArrayList<>(takeLive());
    all.addAll(takeLeaving());
    all.addAll(doomed);
    doomed = List.of();
    return all;
  }

  /** Takes out those whose containers have ended. */
  List<Replica> takeDead() {
    List<Replica> dead = live.stream().filter(replica -> !replica.alive()).toList();
    remove(dead);
    return dead;
  }

  /** Takes out those beyond the wanted number. */
  List<Replica> takeBeyond(int wanted) {
    List<Replica> beyond = live.stream().filter(replica -> replica.index() >= wanted).toList();
    remove(beyond);
    return beyond;
  }

  /** Takes out those that were replaced. */
  List<Replica> takeLeaving() {
    List<Replica> gone = leaving;
    leaving = List.of();
    return gone;
  }

  /** Takes out all but the replaced ones. */
  List<Replica> takeLive() {
    List<Replica> gone = live;
    live = List.of();
    return gone;
  }

  /** Puts these in place of the live ones; what is to be stopped at once is the answer, the rest leaves after {@code mixed}. */
  List<Replica> replace(List<Replica> fresh, Duration mixed, long now) {
    var old = new ArrayList<>(doomed);
    old.addAll(live);
    doomed = List.of();
    live = fresh;
    if (!mixed.isPositive()) {
      return old;
    }
    leaving = old;
    leaveAt = now + mixed.toNanos();
    return List.of();
  }

  void add(List<Replica> fresh) {
    var all = new ArrayList<Replica>(live);
    all.addAll(fresh);
    live = List.copyOf(all);
  }

  private void remove(List<Replica> gone) {
    live = live.stream().filter(replica -> !gone.contains(replica)).toList();
  }
}
