package relay.notify;

import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import relay.time.LoopListener;
import relay.time.Supervised;
import relay.time.WakeableWaiter;

/** A sender at work, as the relay runs it. */
final class Sending implements AutoCloseable {
  private final WakeableWaiter waiter;
  private final Thread thread;

  Sending(Vertx vertx, Optional<TrustOptions> trust, Outbox outbox, WebhookSettings settings, Clock clock) {
    this.waiter = new WakeableWaiter(clock);
    var sender = new WebhookSender(vertx, trust, outbox, settings, RetrySchedule.STANDARD, waiter);
    this.thread = Thread.ofVirtual().start(new Supervised("webhook", sender, waiter, LoopListener.NONE));
  }

  void wake() {
    waiter.wake();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofMinutes(1));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
