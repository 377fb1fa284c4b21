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
import sandbox.report.Event;

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
   * @param news what the platform noticed, to be reported
   */
  record Turn(Wish wish, Mood mood, List<Replica> surplus, List<Integer> missing, boolean renew, List<Event> news) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Fleet fleet = new Fleet();
  private final StartGate gate = new StartGate();
  private Wish wish;
  private long done; // number of the wish that was carried out, or given up for now
  private Mood mood;
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
      gate.wished(mood.failing().changeUnblocks());
    });
  }

  /** The same once more, from the start: this ends no block. */
  void restart() {
    change(() -> {
      wish = wish.again();
      gate.wished(false);
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
    change(() -> {
      mood = other;
      if (other.front().stopped()) {
        gate.reset();
      }
    });
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
    return locked(() -> resting && done == wish.number() && !gate.hasFailed() && missing().isEmpty() && !fleet.isMixed()
        && !fleet.isDoomed());
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
        long wait = untilWork(now);
        if (fleet.hasSurplus(wanted(), now) || wait <= 0) {
          return true;
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

  private long untilWork(long now) {
    long wait = startWanted() ? gate.untilOpen(now) : Long.MAX_VALUE;
    wait = Math.min(wait, gate.untilNews(now, startWanted()).orElse(Long.MAX_VALUE));
    wait = fleet.isMixed() ? Math.min(wait, fleet.untilLeave(now)) : wait;
    return fleet.isDoomed() ? Math.min(wait, fleet.untilDoom(now)) : wait;
  }

  private boolean startWanted() {
    return wanted() > 0 && (wish.number() != done || !missing().isEmpty());
  }

  /** Waits while nothing else is wished for; {@code doomed} gets what is to be stopped meanwhile. */
  void pause(Wish current, Duration time, Consumer<List<Replica>> doomed)
      throws Starter.OvertakenException, InterruptedException {
    lock.lock();
    try {
      long left = time.toNanos();
      while (true) {
        if (closed || wish.number() != current.number() || mood.front().stopped()) {
          throw new Starter.OvertakenException();
        }
        long now = System.nanoTime();
        List<Replica> gone = fleet.takeDoomed(now);
        if (!gone.isEmpty()) {
          doomed.accept(gone);
        }
        if (left <= 0) {
          return;
        }
        long step = fleet.isDoomed() ? Math.min(left, fleet.untilDoom(now)) : left;
        left -= step - Math.min(step, changed.awaitNanos(step));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes out what is not to run any longer. */
  Turn turn() {
    return locked(() -> {
      long now = System.nanoTime();
      boolean renew = wish.number() != done;
      List<Replica> ended = fleet.takeDead();
      var news = new ArrayList<Event>();
      ended.forEach(each -> news.add(new Event.Ended(each.index(), each.container(),
          each.running().orElseThrow().exit().join())));
      if (!ended.isEmpty() && !renew) {
        gate.ended(mood.start());
      }
      gate.news(now, startWanted(), mood.failing().notice()).ifPresent(news::add);
      var surplus = new ArrayList<>(ended);
      surplus.addAll(fleet.takeBeyond(wanted()));
      boolean later = gate.untilOpen(now) > 0;
      if ((renew && !later) || fleet.untilLeave(now) <= 0) {
        surplus.addAll(fleet.takeLeaving());
      }
      surplus.addAll(fleet.takeDoomed(now));
      List<Integer> missing = renew ? IntStream.range(0, wanted()).boxed().toList() : missing();
      if (wanted() == 0) {
        done = wish.number();
      } // a stopped app has nothing to carry out
      return new Turn(wish, mood, surplus, later ? List.of() : missing, renew, news);
    });
  }

  /** What the turn was to bring up runs; the answer is to be stopped. */
  List<Replica> switchTo(Turn turn, List<Replica> fresh) {
    return locked(() -> {
      gate.reset();
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

  /**
   * What the turn was to bring up could not be: it is tried again later, unless something else is wished for. What served
   * until now may be doomed for it.
   *
   * @return the block that follows
   */
  Optional<Event> failed(Turn turn) {
    return locked(() -> {
      if (turn.renew()) {
        mood.failing().oldGone().ifPresent(later -> fleet.doom(later, System.nanoTime()));
      }
      return gate.failed(mood, turn.missing(), wish.number() == turn.wish().number());
    });
  }

  /** Takes out all but those that were replaced. */
  List<Replica> takeLive() {
    return locked(fleet::takeLive);
  }

  List<Replica> takeAll() {
    return locked(fleet::takeAll);
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
