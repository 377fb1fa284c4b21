package sandbox.eventgrid;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import sandbox.wire.RequestLog;
import sandbox.wire.RequestRecorder;
import sandbox.wire.UnderWay;

/** The service: whoever has events publishes them, whoever wants them is subscribed. May be used from any thread. */
public final class EventGrid implements AutoCloseable {
  /** A manual handshake that is still open. */
  private record Open(Subscription subscription, long untilNanos) {}

  private final Vertx vertx;
  private final HttpServer server;
  private final Post post;
  private final Timing timing;
  private final Map<String, Deliverer> deliverers = new ConcurrentHashMap<>();
  private final Map<String, Open> open = new ConcurrentHashMap<>();
  private final UnderWay underWay = new UnderWay();
  private final RequestLog callbacks = new RequestLog();

  private EventGrid(Vertx vertx, Timing timing) {
    this.vertx = vertx;
    this.timing = timing;
    this.post = new Post(vertx);
    this.server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
        .requestHandler(this::consent);
  }

  /** Blocks until it listens for manual handshakes; not to be called from an event loop. */
  public static EventGrid start(Vertx vertx, Timing timing) {
    var grid = new EventGrid(vertx, timing);
    grid.server.listen().await();
    return grid;
  }

  /**
   * Makes a subscription, or changes the one of this name; blocks until the endpoint has answered the handshake, or has not. It
   * gets what is published from then on; what was under way before a change goes where the change says. Whether it came about:
   * {@link Subscription#state}.
   *
   * @param topic resource id of the source of events
   */
  public Subscription subscribe(String topic, SubscriptionSettings settings) {
    Deliverer deliverer = deliverers.computeIfAbsent(key(topic, settings.name()),
        _ -> new Deliverer(vertx, post, timing, new Subscription(topic, settings), underWay));
    Subscription subscription = deliverer.subscription();
    String token = UUID.randomUUID().toString();
    open.put(token, new Open(subscription, System.nanoTime() + timing.manualLimit().toNanos()));
    URI manual = URI.create("http://127.0.0.1:" + server.actualPort() + "/eventsubscriptions/" + settings.name()
        + "/validate?id=" + token + "&apiVersion=2022-06-15");
    subscription.become(settings, new Handshake(vertx, post, timing).ask(topic, settings, manual).await());
    return subscription;
  }

  /** Takes a subscription away; its endpoint is told so, and told nothing more. */
  public void unsubscribe(Subscription subscription) {
    Deliverer deliverer = deliverers.remove(key(subscription.topic(), subscription.settings().name()));
    if (deliverer != null) {
      boolean consented = subscription.state() == Subscription.State.SUCCEEDED;
      subscription.become(subscription.settings(), Subscription.State.DELETED);
      if (consented) {
        deliverer.accept(GridEvent.subscriptionDeleted(subscription.topic(), subscription.id()));
      }
    }
  }

  /** Those of all topics. */
  public List<Subscription> subscriptions() {
    return deliverers.values().stream().map(Deliverer::subscription).toList();
  }

  /** Tells an event to every subscription of its topic whose endpoint has consented; returns at once. */
  public void publish(GridEvent event) {
    for (Deliverer deliverer : deliverers.values()) {
      Subscription subscription = deliverer.subscription();
      if (subscription.topic().equalsIgnoreCase(event.topic())
          && subscription.state() == Subscription.State.SUCCEEDED) {
        deliverer.accept(event);
      }
    }
  }

  /** Waits until each event is delivered, dead or dropped; false when that takes longer. */
  public boolean awaitDelivered(Duration atMost) throws InterruptedException {
    return underWay.awaitNone(atMost);
  }

  /** Who asked for the addresses of manual handshakes; a relay must never appear here. */
  public RequestLog callbacks() {
    return callbacks;
  }

  @Override
  public void close() {
    server.close().await();
    post.close();
  }

  private void consent(HttpServerRequest request) {
    RequestRecorder.record(request, callbacks, () -> "");
    Optional<Open> asked = Optional.ofNullable(request.getParam("id")).map(open::remove)
        .filter(found -> System.nanoTime() - found.untilNanos() < 0)
        .filter(found -> found.subscription().state() == Subscription.State.AWAITING_MANUAL_ACTION);
    asked.map(Open::subscription)
        .ifPresent(found -> found.become(found.settings(), Subscription.State.SUCCEEDED));
    var _ = request.response().setStatusCode(asked.isPresent() ? 200 : 404)
        .end(asked.isPresent() ? "\"Webhook successfully validated as a subscription endpoint.\"" : "");
  }

  private static String key(String topic, String name) {
    return (topic + "/" + name).toLowerCase(Locale.ROOT);
  }
}
