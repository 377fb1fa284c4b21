package relay.notify;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.codec.BodyCodec;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits in the outbox to the one outgoing webhook. At least once: a crash between a receiver's answer and the
 * record of it sends the message again, under the same id.
 */
public final class WebhookSender {
  private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);
  private static final int AT_ONCE = 50;
  private static final int GONE = 410;
  /** How often the outbox is looked at without a nudge: retries come due by themselves. */
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  private final Outbox outbox;
  private final WebhookSettings settings;
  private final RetrySchedule retries;
  private final Clock clock;
  private final Signature signature;
  private final WebClient client;
  private final Semaphore nudges = new Semaphore(0);
  private final Thread thread;

  /**
   * Throws {@link IllegalArgumentException} when the secret is not of the form of Standard Webhooks.
   *
   * @param trust authorities whose certificates count; empty for those of the JVM
   */
  public WebhookSender(Vertx vertx, Optional<TrustOptions> trust, Outbox outbox, WebhookSettings settings,
      RetrySchedule retries, Clock clock) {
    this.outbox = outbox;
    this.settings = settings;
    this.retries = retries;
    this.clock = clock;
    this.signature = new Signature(settings.secret());
    WebClientOptions options = new WebClientOptions().setFollowRedirects(false)
        .setConnectTimeout(Math.toIntExact(settings.deadline().toMillis())).setUserAgent("relay");
    trust.ifPresent(options::setTrustOptions);
    this.client = WebClient.create(vertx, options);
    this.thread = Thread.ofVirtual().name("webhook").unstarted(this::run);
  }

  /** Starts to send, beginning with what an earlier run left. */
  public void start() {
    thread.start();
  }

  /** Something new may be in the outbox. Never waits, safe to repeat. */
  public void nudge() {
    nudges.release();
  }

  /** Stops; a message that is under way is sent again by the next run. */
  public void stop() throws InterruptedException {
    thread.interrupt();
    thread.join(STOP_WITHIN);
    client.close();
  }

  private void run() {
    try {
      while (true) {
        sendDue();
        var _ = nudges.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        nudges.drainPermits();
      }
    } catch (InterruptedException _) {
      log.debug("the webhook's sender stops");
    }
  }

  private void sendDue() throws InterruptedException {
    try {
      for (Outbox.Waiting waiting : outbox.due(clock.instant(), AT_ONCE)) {
        send(waiting);
      }
    } catch (RuntimeException e) { // the journal: what was not recorded is offered again at the next look
      log.error("the outbox could not be served", e);
    }
  }

  private void send(Outbox.Waiting waiting) throws InterruptedException {
    switch (post(Event.of(waiting, settings.source()))) {
      case Answer.Taken() -> outbox.delivered(waiting.id());
      case Answer.Gone() -> giveUp(waiting, "the receiver answered 410: it wants no more");
      case Answer.NotTaken(var why) -> {
        Optional<Duration> wait = retries.after(waiting.tries());
        if (wait.isPresent()) {
          Instant next = clock.instant().plus(wait.get());
          log.warn("announcement {} was not taken, {}; next try at {}", waiting.id(), why, next);
          outbox.later(waiting.id(), next, why);
        } else {
          giveUp(waiting, why);
        }
      }
    }
  }

  private void giveUp(Outbox.Waiting waiting, String why) {
    log.error("announcement {} is given up after try {}: {}", waiting.id(), waiting.tries() + 1, why);
    outbox.givenUp(waiting.id(), why);
  }

  /** What became of one try; {@code why} never holds the address, which may carry a credential. */
  private sealed interface Answer {
    record Taken() implements Answer {}

    record Gone() implements Answer {}

    record NotTaken(String why) implements Answer {}
  }

  private Answer post(Event event) throws InterruptedException {
    long seconds = clock.instant().getEpochSecond();
    long deadline = settings.deadline().toMillis();
    try {
      int status = client.requestAbs(HttpMethod.POST, settings.url().toString())
          .timeout(deadline)
          .putHeader("Content-Type", Event.CONTENT_TYPE)
          .putHeader("webhook-id", event.id())
          .putHeader("webhook-timestamp", Long.toString(seconds))
          .putHeader("webhook-signature", signature.of(event.id(), seconds, event.body()))
          .as(BodyCodec.none()) // whatever it says, only the status counts
          .sendBuffer(Buffer.buffer(event.body()))
          .await(deadline, TimeUnit.MILLISECONDS).statusCode();
      if (status >= 200 && status < 300) {
        return new Answer.Taken();
      }
      return status == GONE ? new Answer.Gone() : new Answer.NotTaken("the receiver answered " + status);
    } catch (TimeoutException _) {
      return new Answer.NotTaken("no answer within " + settings.deadline().toMillis() + " ms");
    } catch (Exception e) {
      if (e instanceof InterruptedException interrupt) {
        throw interrupt;
      }
      return new Answer.NotTaken(e instanceof ConnectException
          ? "no connection"
          : "no answer: " + e.getClass().getSimpleName()); // its message may hold the address
    }
  }
}
