package relay.assembly;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts services in order, and stops them in the other, each within its share of the grace period. */
public final class Services {
  private static final Logger LOG = LoggerFactory.getLogger(Services.class);
  /** Platforms kill after 30 s. */
  public static final Duration GRACE = Duration.ofSeconds(25);
  /** Each service gets this much, however long those before it took. */
  private static final Duration LEAST = Duration.ofMillis(500);

  private final List<Service> services;
  private final Duration grace;
  /** The last to be started is the first. */
  private final Deque<Service> started = new ArrayDeque<>();

  public Services(List<Service> services, Duration grace) {
    this.services = List.copyOf(services);
    this.grace = grace;
  }

  /** What was started before one that fails stays, to be stopped. */
  public void start() throws IOException {
    for (Service service : services) {
      started.push(service);
      service.start();
    }
  }

  /**
   * Returns within the grace period and a little more: a service that does not stop in time is left, since a crash would lose
   * nothing either. Safe to repeat.
   */
  public void stop() {
    long end = System.nanoTime() + grace.toNanos();
    for (Service service = started.poll(); service != null; service = started.poll()) {
      Thread stopping = Thread.ofPlatform().daemon().name("stop").start(service::stop);
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (!ended(stopping, left.compareTo(LEAST) > 0 ? left : LEAST)) {
        LOG.warn("{} did not stop in time; what is saved is safe", service.getClass().getSimpleName());
      }
    }
  }

  private static boolean ended(Thread thread, Duration time) {
    try {
      return thread.join(time);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return !thread.isAlive();
    }
  }
}
