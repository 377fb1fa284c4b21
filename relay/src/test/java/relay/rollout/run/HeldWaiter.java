package relay.rollout.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import relay.time.Waiter;

/** A clock that a test holds: a pause takes no time but moves it on, and what was planned meanwhile happens. */
final class HeldWaiter implements Waiter {
  private record Planned(Instant at, int order, Runnable act) {}

  private final PriorityQueue<Planned> plan = new PriorityQueue<>(
      Comparator.comparing(Planned::at).thenComparingInt(Planned::order));
  private Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private int order;
  private long nanos;
  /** What others do while one waits. */
  Runnable whilePausing = () -> {};

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  /** The wall clock jumps; no time passes. */
  void jump(Duration by) {
    now = now.plus(by);
  }

  /** Something that happens {@code after} this much time, at the pause that passes it. */
  void plan(Duration after, Runnable act) {
    plan.add(new Planned(now.plus(after), order++, act));
  }

  @Override
  public void pause(Duration length) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Instant end = length.isPositive() ? now.plus(length) : now;
    while (!plan.isEmpty() && !plan.peek().at().isAfter(end)) {
      Planned next = plan.remove();
      goTo(next.at());
      next.act().run();
    }
    goTo(end);
    whilePausing.run();
  }

  private void goTo(Instant then) {
    if (then.isAfter(now)) {
      nanos += Duration.between(now, then).toNanos();
      now = then;
    }
  }
}
