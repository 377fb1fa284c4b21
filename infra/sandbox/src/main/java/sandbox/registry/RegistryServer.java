package sandbox.registry;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sandbox.registry.content.Repositories;
import sandbox.registry.event.Quarantine;
import sandbox.registry.event.Webhooks;
import sandbox.registry.protocol.Bodies;
import sandbox.registry.protocol.OciErrorException;
import sandbox.wire.RequestLog;
import sandbox.wire.RequestRecorder;

/**
 * The two ports of a registry. Deployed on virtual threads, so that a handler may wait for a body, a file or a slowness and
 * still reads top to bottom.
 */
final class RegistryServer extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryServer.class);
  private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern PATH = Pattern.compile("/v2/(?<name>" + PART + "(?:/" + PART + ")*)/"
      + "(?<what>manifests|blobs/uploads|blobs|tags|referrers)/(?<which>[^/]*)");
  private static final Set<String> CATALOGS = Set.of("/v2/_catalog", "/acr/v1/_catalog");
  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9_][\\w.-]{0,127}|sha256:[0-9a-f]{64}");

  private final Options options;
  private final Access access;
  private final Faults faults;
  private final TokenRoutes tokens;
  private final ManifestRoutes manifests;
  private final BlobRoutes blobs;
  private final Storage storage;
  private final RequestLog requests;
  private final RequestLog storageRequests;
  private final AtomicReference<String> host;
  private final AtomicReference<String> storageHost;

  /** Set once, after listening: nothing is asked before that. */
  record Hosts(AtomicReference<String> registry, AtomicReference<String> storage) {}

  RegistryServer(Options options, Access access, Faults faults, Repositories repositories, Quarantine quarantine,
      Webhooks webhooks, Hosts hosts, RequestLog requests, RequestLog storageRequests) {
    this.options = options;
    this.access = access;
    this.faults = faults;
    this.host = hosts.registry();
    this.storageHost = hosts.storage();
    this.requests = requests;
    this.storageRequests = storageRequests;
    this.tokens = new TokenRoutes(access, host::get);
    this.manifests = new ManifestRoutes(repositories, webhooks, quarantine, faults, host::get);
    this.storage = new Storage(repositories, faults, options.blobUrlLife(), storageHost::get);
    this.blobs = new BlobRoutes(repositories, faults,
        options.blobRedirects() ? Optional.of(storage) : Optional.empty());
  }

  @Override
  public Future<?> start() {
    // Set on the way, not in listeners: the order of those is not promised, and who started us asks for the host at once.
    return listen(options.port(), this::handle).compose(server -> {
      host.set("127.0.0.1:" + server.actualPort());
      return listen(0, this::handleStorage);
    }).map(server -> {
      // Another name than the registry's, as on Azure: Go's client keeps Authorization on a redirect to the same name.
      storageHost.set("localhost:" + server.actualPort());
      return server;
    });
  }

  private Future<HttpServer> listen(int port, Handler<HttpServerRequest> handler) {
    // Without h2c: the JDK's client would offer an upgrade on every plain connection.
    return vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port)
        .setHttp2ClearTextEnabled(false).setHandle100ContinueAutomatically(true)).requestHandler(handler).listen();
  }

  private void handle(HttpServerRequest request) {
    var body = new AtomicReference<>("");
    RequestRecorder.record(request, requests, body::get);
    request.response().putHeader("Docker-Distribution-Api-Version", "registry/2.0");
    answering(request, () -> route(request, body));
  }

  private void handleStorage(HttpServerRequest request) {
    RequestRecorder.record(request, storageRequests, () -> "");
    answering(request, () -> {
      if (meets(request, Faults.Where.STORAGE)) {
        storage.handle(request);
      }
    });
  }

  /** The one place where a refusal becomes an answer. */
  private static void answering(HttpServerRequest request, Runnable work) {
    try {
      work.run();
    } catch (OciErrorException refusal) {
      refuse(request, refusal);
    } catch (RuntimeException e) {
      LOG.error("The registry stand-in could not answer {} {}", request.method(), RequestRecorder.path(request), e);
      refuse(request, new OciErrorException(500, "UNKNOWN", "unknown error"));
    }
  }

  private static void refuse(HttpServerRequest request, OciErrorException refusal) {
    if (!request.response().ended() && !request.response().closed()) {
      refusal.headers().forEach(request.response()::putHeader);
      request.response().putHeader("Content-Type", "application/json; charset=utf-8");
      Bodies.send(request, refusal.status(), refusal.body().toBuffer());
    }
  }

  private void route(HttpServerRequest request, AtomicReference<String> kept) {
    String path = decoded(RequestRecorder.path(request));
    String method = request.method().name();
    Matcher matcher = PATH.matcher(path);
    if (path.equals("/oauth2/exchange") || path.equals("/oauth2/token")) {
      routeToken(request, method, path.endsWith("exchange"));
    } else if (path.equals("/v2/") || path.equals("/v2")) {
      access.checkAnybody(request.getHeader("Authorization"));
      Bodies.send(request, 200, Buffer.buffer("{}"));
    } else if (CATALOGS.contains(path) && method.equals("GET")) {
      access.check(request.getHeader("Authorization"), Scope.CATALOG);
      manifests.catalog(request, path);
    } else if (!matcher.matches()) {
      throw new OciErrorException(404, "NAME_INVALID", "no such resource, or an invalid repository name");
    } else {
      routeRepository(request, method, matcher.group("name"), matcher.group("what"), matcher.group("which"), kept);
    }
  }

  private void routeToken(HttpServerRequest request, String method, boolean exchange) {
    Buffer body = method.equals("POST") ? Bodies.read(request, Bodies.FORM) : Buffer.buffer();
    if (!meets(request, Faults.Where.TOKEN)) {
      return;
    }
    if (exchange && method.equals("POST")) {
      tokens.exchange(request, body);
    } else if (!exchange && method.equals("POST")) {
      tokens.token(request, body);
    } else if (!exchange && method.equals("GET")) {
      tokens.dockerToken(request);
    } else {
      throw notAllowed();
    }
  }

  private void routeRepository(HttpServerRequest request, String method, String name, String what, String which,
      AtomicReference<String> kept) {
    boolean reads = method.equals("GET") || method.equals("HEAD");
    // The body first: once something else has waited, it would be gone.
    Buffer body = reads || method.equals("DELETE")
        ? Buffer.buffer()
        : Bodies.read(request, what.equals("manifests") ? Bodies.MANIFEST : Bodies.BLOB);
    if (what.equals("manifests") && method.equals("PUT")) {
      kept.set(body.toString());
    }
    Faults.Where where = what.startsWith("blobs") ? Faults.Where.BLOB : Faults.Where.MANIFEST;
    boolean upload = what.equals("blobs/uploads");
    if (reads && !upload && !meets(request, where)) {
      return;
    }
    String authorization = request.getHeader("Authorization");
    access.check(authorization, Scope.repository(name, action(method, upload)));
    if (reads && where == Faults.Where.MANIFEST && faults.pullsRefused()) {
      throw new OciErrorException(403, "DENIED", "requested access to the resource is denied");
    }
    switch (what + " " + (method.equals("HEAD") ? "GET" : method)) {
      case "manifests GET" -> manifests.get(request, name, reference(which));
      case "manifests PUT" -> manifests.put(request, name, reference(which), body);
      case "manifests DELETE" -> manifests.delete(request, name, reference(which));
      case "tags GET" -> manifests.tags(request, name);
      case "referrers GET" -> manifests.referrers(request, name, which);
      case "blobs GET" -> blobs.get(request, name, which);
      case "blobs DELETE" -> blobs.delete(request, name, which);
      case "blobs/uploads POST" -> blobs.start(request, name, body, from -> mayRead(authorization, from));
      case "blobs/uploads PATCH" -> blobs.append(request, name, which, body);
      case "blobs/uploads PUT" -> blobs.finish(request, name, which, body);
      case "blobs/uploads GET" -> blobs.status(request, name, which);
      case "blobs/uploads DELETE" -> blobs.cancel(request, name, which);
      default -> throw notAllowed();
    }
  }

  private static String action(String method, boolean upload) {
    if (upload || method.equals("PUT") || method.equals("POST") || method.equals("PATCH")) {
      return "push";
    }
    return method.equals("DELETE") ? "delete" : "pull";
  }

  private boolean mayRead(@Nullable String authorization, String repository) {
    try {
      access.check(authorization, Scope.repository(repository, "pull"));
      return true;
    } catch (OciErrorException refused) {
      return false; // the specification lets a mount that is not allowed go on as an ordinary upload
    }
  }

  /** Lets a fault take effect; whether the request is still to be answered. */
  private boolean meets(HttpServerRequest request, Faults.Where where) {
    for (Faults.Fault fault : faults.next(where)) {
      switch (fault) {
        case Faults.Fault.Slow(var by) -> vertx.timer(Math.max(1, by.toMillis()), TimeUnit.MILLISECONDS).await();
        case Faults.Fault.Drop() -> {
          request.connection().close();
          return false;
        }
        case Faults.Fault.Status(int code, var retryAfter) -> throw new OciErrorException(code,
            code == 429 ? "TOOMANYREQUESTS" : "UNAVAILABLE", code == 429 ? "too many requests" : "service unavailable",
            null, retryAfter.map(wait -> Map.of("Retry-After", Long.toString(wait.toSeconds()))).orElse(Map.of()));
      }
    }
    return true;
  }

  private static String reference(String text) {
    if (!REFERENCE.matcher(text).matches()) {
      throw new OciErrorException(400, "TAG_INVALID", "neither a tag nor a digest");
    }
    return text;
  }

  private static String decoded(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new OciErrorException(400, "NAME_INVALID", "the path cannot be read");
    }
  }

  private static OciErrorException notAllowed() {
    return new OciErrorException(405, "UNSUPPORTED", "the operation is unsupported");
  }
}
