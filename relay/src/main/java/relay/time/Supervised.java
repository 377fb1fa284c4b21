package relay.time;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one loop until its thread is interrupted. No fault of a step ends it, an {@link Error} included: the fault is
 * logged and counted, and the loop goes on after a pause that grows while steps keep failing.
 */
public final class Supervised implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervised.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final String name;
  private final Loop loop;
  private final Waiter waiter;
  private final LoopListener listener;
  private final BackOff pause = new BackOff(FIRST_PAUSE, LONGEST_PAUSE);

  /**
   * Wires one thread.
   *
   * @param name bounded: it stands in metrics and in readiness
   */
  public Supervised(String name, Loop loop, Waiter waiter, LoopListener listener) {
    this.name = name;
    this.loop = loop;
    this.waiter = waiter;
    this.listener = listener;
  }

  public String name() {
    return name;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        once();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void once() throws InterruptedException {
    listener.beat(name, waiter.now());
    try {
      loop.step();
      pause.reset();
    } catch (RuntimeException | Error fault) {
      LOG.error("{}: a fault, goes on after a pause", name, fault);
      listener.failed(name, fault);
      waiter.pause(pause.next());
    }
  }
}
