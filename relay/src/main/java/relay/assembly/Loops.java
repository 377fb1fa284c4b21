package relay.assembly;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.time.BeatingWaiter;
import relay.time.Deadline;
import relay.time.Loop;
import relay.time.LoopListener;
import relay.time.Supervised;
import relay.time.Waiter;

/** The supervised loops, each on a virtual thread of its own. They end when they are interrupted, at a saved state. */
final class Loops implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(Loops.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
  private final LoopListener listener;
  private final Waiter clock;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  Loops(LoopListener listener, Waiter clock) {
    this.listener = listener;
    this.clock = clock;
  }

  /** What the loop of that name waits with, so that its heart beats while it does. */
  Waiter beating(String name, Waiter waiter) {
    return new BeatingWaiter(waiter, name, listener);
  }

  /** Starts a loop. {@code loop} is given the waiter that it is to wait with. */
  void run(String name, Waiter waiter, Function<Waiter, Loop> loop) {
    Waiter beating = beating(name, waiter);
    start(name, loop.apply(beating), beating);
  }

  /** Starts a loop that waits with {@code beating}, as {@link #beating} gave it. */
  void start(String name, Loop loop, Waiter beating) {
    threads.add(Thread.ofVirtual().name(name).start(new Supervised(name, loop, beating, listener)));
  }

  @Override
  public void stop() {
    threads.forEach(Thread::interrupt);
    Deadline end = Deadline.in(clock, STOP_WITHIN);
    for (Thread thread : threads) {
      if (!ended(thread, end)) {
        LOG.warn("{} did not stop in time; what it saved is safe", thread.getName());
      }
    }
  }

  private static boolean ended(Thread thread, Deadline end) {
    try {
      Duration left = end.remaining();
      return left.isPositive() ? thread.join(left) : !thread.isAlive();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return !thread.isAlive();
    }
  }
}
