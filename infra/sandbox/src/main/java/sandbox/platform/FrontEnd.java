package sandbox.platform;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The address of one app: passes requests on to its instances, or answers with a page of the platform. */
final class FrontEnd {
  /** How requests are answered at this moment. */
  sealed interface Route {
    /** A page of the platform. */
    record Page(int status, String html) implements Route {}

    /** A redirect to somewhere else. */
    record Elsewhere(int status, URI location) implements Route {}

    /** To one of these, in turns; never empty. */
    record Instances(List<Replica> replicas, boolean affinity) implements Route {}
  }

  private static final String AFFINITY = "ARRAffinity";
  private static final Set<String> NOT_PASSED_ON = Set.of("connection", "keep-alive", "proxy-connection",
      "transfer-encoding", "upgrade", "te", "trailer");

  private final HttpServer server;
  private final HttpClient client;
  private final Function<String, Route> route;
  private final AtomicInteger turn = new AtomicInteger();

  private FrontEnd(Vertx vertx, Function<String, Route> route) {
    this.route = route;
    this.server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0));
    this.client = vertx.createHttpClient(
        new HttpClientOptions().setConnectTimeout(2000).setDecompressionSupported(false),
        new PoolOptions().setHttp1MaxSize(64));
  }

  /** @param route asked for each request, with its path */
  static Future<FrontEnd> start(Vertx vertx, Function<String, Route> route) {
    var front = new FrontEnd(vertx, route);
    return front.server.requestHandler(front::receive).listen().map(front);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  Future<Void> close() {
    return server.close().eventually(client::close);
  }

  private void receive(HttpServerRequest request) {
    answer(request, isRepeatable(request));
  }

  /** {@code again}: an instance that goes away before it answers is not the visitor's trouble, another one is asked. */
  private void answer(HttpServerRequest request, boolean again) {
    switch (route.apply(Objects.requireNonNullElse(request.path(), "/"))) {
      case Route.Page(int status, String html) -> show(request, status, html);
      case Route.Elsewhere(int status, URI location) -> request.response().setStatusCode(status)
          .putHeader("Location", location.toString()).end();
      case Route.Instances(List<Replica> replicas, boolean affinity) -> {
        Replica chosen = choose(request, replicas, affinity);
        if (affinity) {
          request.response().addCookie(
              Cookie.cookie(AFFINITY, chosen.instance()).setPath("/").setHttpOnly(true));
        }
        if (chosen.isBuiltIn()) {
          show(request, 200, Pages.PLACEHOLDER);
        } else {
          passOn(request, chosen, again);
        }
      }
    }
  }

  /** Nothing changes at the app, and there is no body that would be gone after the first try. */
  private static boolean isRepeatable(HttpServerRequest request) {
    return (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD))
        && !request.headers().contains("Transfer-Encoding")
        && request.headers().get("Content-Length") == null;
  }

  private Replica choose(HttpServerRequest request, List<Replica> replicas, boolean affinity) {
    Cookie cookie = affinity ? request.getCookie(AFFINITY) : null;
    Optional<Replica> same = cookie == null
        ? Optional.empty()
        : replicas.stream().filter(each -> each.instance().equals(cookie.getValue())).findFirst();
    return same.orElseGet(() -> replicas.get(Math.floorMod(turn.getAndIncrement(), replicas.size())));
  }

  private void passOn(HttpServerRequest request, Replica to, boolean again) {
    request.pause();
    client.request(new RequestOptions().setMethod(request.method()).setHost("127.0.0.1").setPort(to.port())
        .setURI(request.uri()).setIdleTimeout(230_000)) // App Service's own limit
        .onFailure(_ -> gone(request, again)).onSuccess(onward -> {
          copyHeaders(request, onward);
          (isRepeatable(request) ? onward.send() : onward.send(request))
              .onSuccess(answer -> passBack(answer, request.response())).onFailure(_ -> gone(request, again));
          request.resume();
        });
  }

  private static void copyHeaders(HttpServerRequest request, HttpClientRequest onward) {
    request.headers().forEach((name, value) -> {
      if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
        onward.headers().add(name, value);
      }
    });
    String client = request.remoteAddress().hostAddress();
    String earlier = request.getHeader("X-Forwarded-For");
    onward.putHeader("X-Forwarded-For", (earlier == null ? "" : earlier + ", ") + client + ":"
        + request.remoteAddress().port());
    onward.putHeader("X-Forwarded-Proto", "http").putHeader("X-Client-IP", client);
    if (request.getHeader("Host") != null) {
      onward.putHeader("X-Forwarded-Host", request.getHeader("Host"));
    }
  }

  private static void passBack(HttpClientResponse answer, HttpServerResponse response) {
    response.setStatusCode(answer.statusCode());
    answer.headers().forEach((name, value) -> {
      if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
        response.headers().add(name, value);
      }
    });
    if (!response.headers().contains("Content-Length")) {
      response.setChunked(true);
    }
    response.send(answer).onFailure(_ -> response.reset());
  }

  private void gone(HttpServerRequest request, boolean again) {
    if (request.response().headWritten()) {
      request.response().reset();
    } else if (again) {
      answer(request, false);
    } else {
      show(request, 502, Pages.error(502));
    }
  }

  private static void show(HttpServerRequest request, int status, String html) {
    if (request.response().ended() || request.response().closed()) {
      return;
    } // the visitor is gone
    var _ = request.response().setStatusCode(status).putHeader("Content-Type", "text/html; charset=utf-8")
        .putHeader("Cache-Control", "no-store").end(html);
  }
}
