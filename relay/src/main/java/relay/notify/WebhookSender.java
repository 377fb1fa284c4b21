package relay.notify;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.codec.BodyCodec;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.time.Loop;
import relay.time.Waiter;

/**
 * Sends what waits in the outbox to the one outgoing webhook, beginning with what an earlier run left. At least once: a
 * crash between a receiver's answer and the record of it sends the message again, under the same id.
 */
public final class WebhookSender implements Loop {
  private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);
  /** Sent in one step: few enough for the heart to beat in time when none is answered. */
  private static final int AT_ONCE = 16;
  private static final int GONE = 410;
  /** How often the outbox is looked at without a nudge: retries come due by themselves. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Outbox outbox;
  private final WebhookSettings settings;
  private final RetrySchedule retries;
  private final Waiter waiter;
  private final Signature signature;
  private final WebClient client;

  /**
   * Throws {@link IllegalArgumentException} when the secret is not of the form of Standard Webhooks.
   *
   * @param trust authorities whose certificates count; empty for those of the JVM
   * @param waiter woken when something new may be in the outbox
   */
  public WebhookSender(Vertx vertx, Optional<TrustOptions> trust, Outbox outbox, WebhookSettings settings,
      RetrySchedule retries, Waiter waiter) {
    this.outbox = outbox;
    this.settings = settings;
    this.retries = retries;
    this.waiter = waiter;
    this.signature = new Signature(settings.secret());
    WebClientOptions options = new WebClientOptions().setFollowRedirects(false)
        .setConnectTimeout(Math.toIntExact(settings.deadline().toMillis())).setUserAgent("relay");
    trust.ifPresent(options::setTrustOptions);
    this.client = WebClient.create(vertx, options);
  }

  /** Sends what is due. What could not be recorded is offered again at the next step. */
  @Override
  public void step() throws InterruptedException {
    List<Outbox.Waiting> due = outbox.due(waiter.now(), AT_ONCE);
    for (Outbox.Waiting waiting : due) {
      send(waiting);
    }
    if (due.size() < AT_ONCE) {
      waiter.pause(LOOK);
    }
  }

  private void send(Outbox.Waiting waiting) throws InterruptedException {
    switch (post(Event.of(waiting, settings.source()))) {
      case Answer.Taken() -> outbox.delivered(waiting.id());
      case Answer.Gone() -> giveUp(waiting, "the receiver answered 410: it wants no more");
      case Answer.NotTaken(var why) -> {
        Optional<Duration> wait = retries.after(waiting.tries());
        if (wait.isPresent()) {
          Instant next = waiter.now().plus(wait.get());
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
    long seconds = waiter.now().getEpochSecond();
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
