package sandbox.platform;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What is wished for one app and what runs of it, under one lock. Anyone may change the one; only the app's worker
 * changes the other, and waits here for something to do.
 */
final class AppState {
  /**
   * What the worker is to do next.
   *
   * @param surplus already taken out, to be stopped
   * @param missing which instances are to be brought up; empty for none, or none yet
   * @param renew whether all are, since something else is wished for
   */
  record Turn(Wish wish, Mood mood, List<Replica> surplus, List<Integer> missing, boolean renew) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Fleet fleet = new Fleet();
  private Wish wish;
  private long done; // number of the wish that was carried out, or given up for now
  private Mood mood;
  private long retryAt;
  private int failures;
  private long errorPageUntil = System.nanoTime();
  private Optional<String> operation = Optional.empty();
  private boolean resting; // the worker waits: what it took out is gone
  private boolean closed;

  AppState(Wish wish, Mood mood) {
    this.wish = wish;
    this.mood = mood;
  }

  Wish wish() {
    return locked(() -> wish);
  }

  /** Something else is wished for from now on; a failure of what was wished for before counts no more. */
  void wish(UnaryOperator<Wish> next) {
    change(() -> {
      wish = next.apply(wish);
      failures = 0;
      retryAt = System.nanoTime();
    });
  }

  /** The same wish, in other words: nothing is done about it. */
  void reword(UnaryOperator<Wish> same) {
    change(() -> wish = same.apply(wish));
  }

  Mood mood() {
    return locked(() -> mood);
  }

  void mood(Mood other) {
    change(() -> mood = other);
  }

  Optional<String> operation() {
    return locked(() -> operation);
  }

  void operation(Optional<String> id) {
    change(() -> operation = id);
  }

  void close() {
    change(() -> closed = true);
  }

  /** The worker looks again: a container has ended, perhaps. */
  void wake() {
    change(() -> {});
  }

  /** Whether what runs is what was last wished for, and nothing else. */
  boolean isSettled() {
    return locked(() -> resting && done == wish.number() && failures == 0 && missing().isEmpty() && !fleet.isMixed());
  }

  boolean serves(int index) {
    return locked(() -> fleet.serves(index));
  }

  List<Replica> serving() {
    return locked(fleet::serving);
  }

  boolean showsErrorPage() {
    return locked(() -> System.nanoTime() - errorPageUntil < 0);
  }

  /** Waits until something is to be done; false when the app is closed. */
  boolean awaitWork() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        resting = false;
        if (closed) {
          return false;
        }
        long now = System.nanoTime();
        boolean toStart = wish.number() != done || !missing().isEmpty();
        if (fleet.hasSurplus(wanted(), now) || (toStart && now - retryAt >= 0)) {
          return true;
        }
        long wait = toStart ? retryAt - now : Long.MAX_VALUE;
        if (fleet.isMixed()) {
          wait = Math.min(wait, fleet.untilLeave(now));
        }
        resting = true;
        if (wait == Long.MAX_VALUE) {
          changed.await();
        } else {
          changed.awaitNanos(wait);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits while nothing else is wished for. */
  void pause(Wish current, Duration time) throws Starter.Overtaken, InterruptedException {
    lock.lock();
    try {
      long left = time.toNanos();
      while (true) {
        if (closed || wish.number() != current.number() || mood.front().stopped()) {
          throw new Starter.Overtaken();
        }
        if (left <= 0) {
          return;
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes out what is not to run any longer, telling {@code dead} of each that ended by itself. */
  Turn turn(Consumer<Replica> dead) {
    return locked(() -> {
      boolean renew = wish.number() != done;
      List<Replica> ended = fleet.takeDead();
      ended.forEach(dead);
      if (!ended.isEmpty() && !renew) {
        backOff();
      }
      var surplus = new ArrayList<>(ended);
      surplus.addAll(fleet.takeBeyond(wanted()));
      if (renew || fleet.untilLeave(System.nanoTime()) <= 0) {
        surplus.addAll(fleet.takeLeaving());
      }
      List<Integer> missing = renew ? IntStream.range(0, wanted()).boxed().toList() : missing();
      if (wanted() == 0) {
        done = wish.number();
      } // a stopped app has nothing to carry out
      boolean later = System.nanoTime() - retryAt < 0;
      return new Turn(wish, mood, surplus, later ? List.of() : missing, renew);
    });
  }

  /** What the turn was to bring up runs; the answer is to be stopped. */
  List<Replica> switchTo(Turn turn, List<Replica> fresh) {
    return locked(() -> {
      failures = 0;
      if (!turn.renew()) {
        fleet.add(fresh);
        return List.of();
      }
      long now = System.nanoTime();
      done = turn.wish().number();
      errorPageUntil = now + turn.mood().front().errorPage().toNanos();
      return fleet.replace(fresh, turn.mood().switching().mixed(), now);
    });
  }

  /** What the turn was to bring up could not be: it is tried again later, unless something else is wished for. */
  void failed(Turn turn) {
    change(() -> {
      if (wish.number() == turn.wish().number()) {
        backOff();
      }
    });
  }

  /** Takes out all but those that were replaced. */
  List<Replica> takeLive() {
    return locked(fleet::takeLive);
  }

  List<Replica> takeAll() {
    return locked(() -> {
      var all = new ArrayList<>(fleet.takeLive());
      all.addAll(fleet.takeLeaving());
      return all;
    });
  }

  private void backOff() {
    Mood.Start start = mood.start();
    long wait = Math.min(start.retryMost().toNanos(), start.retryFirst().toNanos() << Math.min(failures, 10));
    failures++;
    retryAt = System.nanoTime() + wait;
  }

  private int wanted() {
    return mood.front().stopped() ? 0 : mood.start().instances();
  }

  private List<Integer> missing() {
    return wish.number() == 0 ? List.of() : fleet.missing(wanted());
  }

  private void change(Runnable what) {
    lock.lock();
    try {
      what.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }
}
