package sandbox.registry.event;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import sandbox.wire.UnderWay;

/**
 * Sends the registry's events: one attempt, a time limit, no order, and a log of what came of it. Others in this process may
 * listen too.
 */
public final class Webhooks {
  private static final int MOST_OF_AN_ANSWER = 4 * 1024; // of a page of 196 KB the log of ACR had the first few
  private static final String MASK = "******";

  private record Answer(int status, String reason, Map<String, String> headers, String body) {}

  private final Vertx vertx;
  private final HttpClient client;
  private final Duration limit;
  private final String location;
  private final List<Consumer<RegistryEvent>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Webhook> hooks = new ConcurrentSkipListMap<>();
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final UnderWay underWay = new UnderWay();
  private volatile int replicas;
  private volatile Duration replicationTime = Duration.ZERO;

  public Webhooks(Vertx vertx, Duration limit, String location) {
    this.vertx = vertx;
    this.client = vertx.createHttpClient();
    this.limit = limit;
    this.location = location;
  }

  public Webhook add(Webhook webhook) {
    hooks.put(webhook.name(), webhook);
    return webhook;
  }

  /** Takes its lines of the log away too: a later webhook of the same name does not show them. Whether there was one. */
  public boolean remove(String name) {
    boolean gone = hooks.remove(name) != null;
    deliveries.removeIf(line -> line.webhook().equals(name));
    return gone;
  }

  public Optional<Webhook> get(String name) { return Optional.ofNullable(hooks.get(name)); }

  public void listen(Consumer<RegistryEvent> listener) { listeners.add(listener); }

  public List<Webhook> all() { return List.copyOf(hooks.values()); }

  public List<Delivery> deliveries() { return List.copyOf(deliveries); }

  public void replicas(int count, Duration after) {
    replicas = count;
    replicationTime = after;
  }

  /** Counts the events as under way and returns what sends them; it must be run exactly once. */
  public Runnable prepare(List<AcrEvent> events) {
    underWay.begin();
    return () -> {
      for (AcrEvent event : events) {
        send(event, location);
        for (int replica = 1; replica <= replicas && event.isPush(); replica++) {
          String region = "region" + replica;
          underWay.begin();
          vertx.setTimer(Math.max(1, replicationTime.toMillis() * replica), _ -> {
            send(event, region);
            underWay.end();
          });
        }
      }
      underWay.end();
    };
  }

  /** Completes with what came of it; fails when there is no such webhook. A disabled one is pinged too. */
  public Future<Delivery> ping(String name) {
    Webhook hook = hooks.get(name);
    return hook == null
        ? Future.failedFuture(new IllegalArgumentException("no webhook named " + name))
        : send(hook, "ping", AcrEvent.ping());
  }

  /** As {@link #ping}, without waiting; the id of the event. */
  public String startPing(Webhook hook) {
    JsonObject payload = AcrEvent.ping();
    var _ = send(hook, "ping", payload);
    return payload.getString("id");
  }

  /** Waits until nothing is under way; false when that took longer than this. */
  public boolean awaitQuiet(Duration atMost) throws InterruptedException {
    return underWay.awaitNone(atMost);
  }

  public void close() { client.close().await(); }

  private void send(AcrEvent event, String from) {
    JsonObject payload = event.payload();
    listeners.forEach(listener -> listener
        .accept(new RegistryEvent(event.action(), event.repository(), event.tag(), from, payload)));
    for (Webhook hook : hooks.values()) {
      if (hook.wants(event.action(), event.repository(), event.tag())) {
        send(hook, event.action(), payload);
      }
    }
  }

  private Future<Delivery> send(Webhook hook, String action, JsonObject payload) {
    underWay.begin();
    Instant sentAt = Instant.now();
    long started = System.nanoTime();
    String body = payload.encode();
    Map<String, String> headers = headers(hook);
    URI address = withoutCredentials(hook.serviceUri());
    var options = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(address.toString())
        .setTimeout(limit.toMillis());
    headers.forEach(options::putHeader);
    Future<Answer> answered = hook.isCutOff()
        ? Future.failedFuture(new TimeoutException("cut off"))
        : client.request(options).compose(request -> request.send(body).compose(Webhooks::answer)
            .timeout(limit.toMillis(), TimeUnit.MILLISECONDS).onFailure(_ -> request.reset()));
    return answered.recover(failure -> Future.succeededFuture(unanswered(failure)))
        .map(answer -> new Delivery(hook.name(), action, payload.getString("id"), sentAt,
            Duration.ofNanos(System.nanoTime() - started), address, logged(headers, body), body, answer.status(),
            answer.reason(), answer.headers(), answer.body()))
        .onSuccess(this::keep).onComplete(_ -> underWay.end());
  }

  private void keep(Delivery line) {
    if (hooks.containsKey(line.webhook())) { // it may have been taken away meanwhile
      deliveries.add(line);
    }
  }

  private static Future<Answer> answer(HttpClientResponse response) {
    return response.body().map(body -> {
      var headers = new TreeMap<String, String>();
      response.headers().forEach(headers::put);
      Buffer kept = body.slice(0, Math.min(body.length(), MOST_OF_AN_ANSWER));
      return new Answer(response.statusCode(), response.statusMessage(), headers, kept.toString());
    });
  }

  private static Answer unanswered(Throwable failure) {
    // What the log of ACR shows for an endpoint that cannot be reached is not documented; 504 for a late one is reported.
    return failure instanceof TimeoutException
        ? new Answer(504, "Gateway Timeout", Map.of(), "")
        : new Answer(502, "Bad Gateway", Map.of(), "");
  }

  private static Map<String, String> headers(Webhook hook) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", "application/json; charset=utf-8");
    Optional.ofNullable(hook.serviceUri().getUserInfo()).ifPresent(pair -> headers.put("Authorization",
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))));
    hook.customHeaders().forEach((name, value) -> {
      headers.keySet().removeIf(name::equalsIgnoreCase); // a custom Content-Type replaces ours
      headers.put(name, value);
    });
    return headers;
  }

  /** As the log shows them: with the length of the body, and without credentials. */
  private static Map<String, String> logged(Map<String, String> headers, String body) {
    var logged = new LinkedHashMap<>(headers);
    logged.put("Content-Length", Integer.toString(body.getBytes(StandardCharsets.UTF_8).length));
    logged.replaceAll((name, value) -> name.equalsIgnoreCase("Authorization") ? MASK : value);
    return logged;
  }

  private static URI withoutCredentials(URI uri) {
    String info = uri.getRawUserInfo();
    return info == null ? uri : URI.create(uri.toString().replaceFirst(Pattern.quote(info + "@"), ""));
  }
}
