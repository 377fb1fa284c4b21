package sandbox.eventgrid;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** An endpoint that consents to every handshake and takes everything, unless a test tells it otherwise. */
final class Endpoint {
  /** A request as it came. */
  record Received(String method, String query, Map<String, String> headers, String body) {
    String header(String name) { return headers.getOrDefault(name, ""); }

    JsonArray events() {
      return body.startsWith("[") ? new JsonArray(body) : new JsonArray().add(new JsonObject(body));
    }

    boolean isNotification() { return header("aeg-event-type").equals("Notification"); }

    List<String> ids() { return events().stream().map(each -> ((JsonObject) each).getString("id")).toList(); }
  }

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Vertx vertx;
  private final int port;
  private HttpServer server;
  volatile BiConsumer<HttpServerRequest, Received> handshake = Endpoint::consent;
  volatile BiConsumer<HttpServerRequest, Received> notification = (request, _) -> answer(request, 200);

  Endpoint(Vertx vertx) {
    this.vertx = vertx;
    this.server = listen(0);
    this.port = server.actualPort();
  }

  private HttpServer listen(int at) {
    return vertx.createHttpServer().requestHandler(request -> request.body().onSuccess(body -> {
      var headers = new HashMap<String, String>();
      request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
      var one = new Received(request.method().name(), request.query() == null ? "" : request.query(), headers,
          body.toString());
      received.add(one);
      boolean asks = one.method().equals("OPTIONS") || one.header("aeg-event-type").equals("SubscriptionValidation");
      (asks ? handshake : notification).accept(request, one);
    })).listen(at, "127.0.0.1").await();
  }

  void down() {
    server.close().await();
  }

  /** At its old address. */
  void up() {
    server = listen(port);
  }

  URI uri() { return URI.create("http://127.0.0.1:" + port + "/hooks/eventgrid/main?key=s3cr3t"); }

  List<Received> received() { return List.copyOf(received); }

  List<Received> notifications() { return received.stream().filter(Received::isNotification).toList(); }

  static void answer(HttpServerRequest request, int status) {
    var _ = request.response().setStatusCode(status).end();
  }

  static void consent(HttpServerRequest request, Received asked) {
    if (asked.method().equals("OPTIONS")) {
      request.response().putHeader("Allow", "POST").putHeader("WebHook-Allowed-Rate", "*")
          .putHeader("WebHook-Allowed-Origin", asked.header("webhook-request-origin"));
      answer(request, 200);
    } else {
      String code = asked.events().getJsonObject(0).getJsonObject("data").getString("validationCode");
      var _ = request.response().end(new JsonObject().put("validationResponse", code).encode());
    }
  }
}
