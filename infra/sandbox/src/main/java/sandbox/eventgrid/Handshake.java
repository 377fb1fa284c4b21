package sandbox.eventgrid;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks an endpoint whether it wants a subscription: by a validation event, or in CloudEvents by OPTIONS. */
final class Handshake {
  /** Whom the deliveries come from, as the endpoint is told. */
  static final String ORIGIN = "eventgrid.azure.net";
  private static final int TRIES = 3;

  private final Vertx vertx;
  private final Post post;
  private final Timing timing;

  Handshake(Vertx vertx, Post post, Timing timing) {
    this.vertx = vertx;
    this.post = post;
    this.timing = timing;
  }

  /**
   * Completes with SUCCEEDED, AWAITING_MANUAL_ACTION or FAILED.
   *
   * @param manual where a GET consents instead of the endpoint
   */
  Future<Subscription.State> ask(String topic, SubscriptionSettings settings, URI manual) {
    return ask(topic, settings, manual, 1);
  }

  private Future<Subscription.State> ask(String topic, SubscriptionSettings settings, URI manual, int attempt) {
    Future<Subscription.State> asked = switch (settings.schema()) {
      case EVENT_GRID -> validate(topic, settings, manual);
      case CLOUD_EVENTS -> options(settings, manual);
    };
    return asked.recover(failure -> failure instanceof TimeoutException && attempt < TRIES
        ? vertx.timer(Math.max(1, timing.handshakeRetry().toMillis()), TimeUnit.MILLISECONDS)
            .compose(_ -> ask(topic, settings, manual, attempt + 1))
        : Future.succeededFuture(Subscription.State.FAILED));
  }

  private Future<Subscription.State> validate(String topic, SubscriptionSettings settings, URI manual) {
    String code = UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
    var event = new JsonObject().put("id", UUID.randomUUID().toString()).put("topic", topic).put("subject", "")
        .put("data", new JsonObject().put("validationCode", code).put("validationUrl", manual.toString()))
        .put("eventType", "Microsoft.EventGrid.SubscriptionValidationEvent")
        .put("eventTime", GridEvent.text(Instant.now())).put("metadataVersion", "1").put("dataVersion", "2");
    Map<String, String> headers = Post.headers(settings, settings.headersInHandshake());
    headers.putAll(Schema.EVENT_GRID.versions("2"));
    headers.put("aeg-event-type", "SubscriptionValidation");
    headers.put("aeg-delivery-count", "0");
    headers.put("Content-Type", Schema.EVENT_GRID.contentType(false));
    return post.send(HttpMethod.POST, settings.endpoint(), headers, new JsonArray().add(event).encode(),
        timing.handshakeLimit()).map(
            answer -> answer.status() != 200
                ? Subscription.State.FAILED
                : consented(code.equals(told(answer))));
  }

  private static String told(Post.Answer answer) {
    try {
      return answer.body().toJsonValue() instanceof JsonObject json
          && json.getValue("validationResponse") instanceof String code ? code : "";
    } catch (DecodeException _) {
      return "";
    }
  }

  private Future<Subscription.State> options(SubscriptionSettings settings, URI manual) {
    Map<String, String> headers = Post.headers(settings, settings.headersInHandshake());
    headers.put("WebHook-Request-Origin", ORIGIN);
    headers.put("WebHook-Request-Callback", manual.toString());
    headers.put("WebHook-Request-Rate", "120");
    return post.send(HttpMethod.OPTIONS, settings.endpoint(), headers, "", timing.handshakeLimit()).map(answer -> {
      if (answer.status() / 100 != 2) {
        return Subscription.State.FAILED;
      }
      String origin = answer.header("webhook-allowed-origin");
      boolean rate = answer.header("webhook-allowed-rate").matches("\\*|\\d+");
      return consented(rate && (origin.equals("*") || origin.equalsIgnoreCase(ORIGIN)));
    });
  }

  private static Subscription.State consented(boolean yes) {
    return yes ? Subscription.State.SUCCEEDED : Subscription.State.AWAITING_MANUAL_ACTION;
  }
}
