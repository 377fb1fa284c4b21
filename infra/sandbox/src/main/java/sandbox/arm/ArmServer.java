package sandbox.arm;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sandbox.arm.answer.ArmError;
import sandbox.arm.answer.ArmReply;
import sandbox.arm.answer.ArmResponder;
import sandbox.arm.answer.Outcome;
import sandbox.arm.answer.RateLimit;
import sandbox.tls.LocalCertificate;
import sandbox.wire.RequestLog;
import sandbox.wire.RequestRecorder;

/**
 * The server: reads the path, checks token, version and right, lets a planted fault strike, else performs the
 * operation. Everything asked is in the {@link #requests log}, the bearer token left out.
 */
public final class ArmServer {
  private static final Pattern AUDIENCE = Pattern
      .compile("https://management\\.(core\\.windows\\.net|azure\\.com)/?");
  private static final Pattern API_VERSION = Pattern.compile("20\\d\\d-[01]\\d-[0-3]\\d(-\\w+)?");
  private static final long LARGEST_BODY = 1 << 20;

  /** A request with its body, which can be read only once. */
  private record Asked(HttpServerRequest request, Buffer body) {}

  private final HttpServer server;
  private final LocalCertificate certificate;
  private final TokenCheck tokens;
  private final Map<String, Site> sites = new ConcurrentHashMap<>();
  private final Map<String, ManagedResource> managed = new ConcurrentHashMap<>();
  private final RequestLog requests = new RequestLog();
  private final ArmResponder responder;
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();
  private final Faults faults = new Faults();
  private final Grants grants = new Grants();
  private volatile RateLimit reads;
  private volatile RateLimit writes;
  private volatile int pageSize = 100;

  private ArmServer(Vertx vertx, LocalCertificate certificate, TokenCheck tokens) {
    this.certificate = certificate;
    this.tokens = tokens;
    this.reads = new RateLimit(250, 25, InstantSource.system());
    this.writes = new RateLimit(200, 10, InstantSource.system());
    this.responder = new ArmResponder(vertx, requests, () -> reads.remaining(), () -> writes.remaining());
    this.server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0).setSsl(true)
        .setUseAlpn(false).setKeyCertOptions(new PemKeyCertOptions()
            .addCertValue(Buffer.buffer(certificate.certificatePem()))
            .addKeyValue(Buffer.buffer(certificate.keyPem()))));
  }

  /** Listens on a free port of the loopback address. */
  public static Future<ArmServer> start(Vertx vertx, LocalCertificate certificate, TokenCheck tokens) {
    var arm = new ArmServer(vertx, certificate, tokens);
    return arm.server.requestHandler(arm::receive).listen().map(arm);
  }

  /** Where the resource manager is, with the slash that Azure's own setting has. */
  public URI endpoint() {
    return URI.create("https://localhost:" + server.actualPort() + "/");
  }

  /** The certificate to trust. */
  public Path caPem() {
    return certificate.caPem();
  }

  public RequestLog requests() {
    return requests;
  }

  public Faults faults() {
    return faults;
  }

  public Grants grants() {
    return grants;
  }

  /** Replaces the allowances, of which {@code x-ms-ratelimit-remaining-subscription-*} tells the rest. */
  public void allow(RateLimit newReads, RateLimit newWrites) {
    this.reads = newReads;
    this.writes = newWrites;
  }

  public void add(Site site) {
    if (sites.putIfAbsent(key(site.id()), site) != null) {
      throw new IllegalArgumentException("there is a site " + site.id().path() + " already");
    }
  }

  /** From now on ARM routes to it what is about its id. */
  public void add(ManagedResource resource) {
    if (managed.putIfAbsent(key(resource.id()), resource) != null) {
      throw new IllegalArgumentException("there is a resource " + resource.id().path() + " already");
    }
  }

  /** How many rows of a delivery log one answer has; the rest is under its {@code nextLink}. */
  public void pageSize(int rows) {
    this.pageSize = rows;
  }

  /** Forgets a site: ARM answers 404 from now on. */
  public void remove(SiteId id) {
    sites.remove(key(id));
  }

  public Future<Void> close() {
    return server.close();
  }

  private void receive(HttpServerRequest request) {
    long length = Optional.ofNullable(request.getHeader("Content-Length")).filter(text -> text.matches("\\d{1,18}"))
        .map(Long::parseLong).orElse(0L);
    if (length > LARGEST_BODY) {
      responder.answer(request, Buffer.buffer(), now(413, "RequestEntityTooLarge", "The request is too large."));
      return;
    }
    request.body().onSuccess(body -> responder.answer(request, body, decide(request, body)))
        .onFailure(_ -> request.connection().close());
  }

  private Outcome decide(HttpServerRequest request, Buffer body) {
    Optional<TokenCheck.Caller> caller = caller(request);
    if (caller.isEmpty()) {
      return new Outcome.Now(ArmReply.unauthorized("The token is missing, unknown, revoked or not for this service."));
    }
    String version = request.getParam("api-version");
    if (version == null) {
      return now(400, "MissingApiVersionParameter",
          "The api-version query parameter (?api-version=) is required for all requests.");
    }
    if (!API_VERSION.matcher(version).matches()) {
      return now(400, "InvalidApiVersionParameter", "The api-version '" + version + "' is invalid.");
    }
    Optional<ArmPath> path = ArmPath.parse(RequestRecorder.path(request));
    if (path.isEmpty()) {
      return now(404, "NotFound", "No such resource type or path.");
    }
    ResourceId resource = path.get().resource();
    String rest = path.get().rest();
    return ArmOperation.find(resource, request.method().name(), rest)
        .map(call -> call(call, resource, request,
            lag -> perform(caller.get(), call, resource, new Asked(request, body), lag)))
        .orElseGet(() -> now(404, "NotFound", "No such operation: " + request.method() + " " + rest));
  }

  /** By the method, whatever it does: reading a delivery log, a POST, was seen to be taken from the writes. */
  private static boolean countsAsWrite(HttpServerRequest request) {
    return !request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD);
  }

  /** @param act does what was asked; reads are to lag behind it for so long */
  private Outcome call(ArmOperation.Call call, ResourceId id, HttpServerRequest request,
      Function<Duration, ArmReply> act) {
    ArmOperation operation = call.operation();
    RateLimit limit = countsAsWrite(request) ? writes : reads;
    if (!limit.take()) {
      long seconds = Math.max(1, limit.timeUntil(1).plusMillis(999).toSeconds());
      return new Outcome.Now(ArmReply.error(429, "TooManyRequests", "The subscription's allowance is used up.")
          .with(Map.of("Retry-After", Long.toString(seconds))));
    }
    Optional<Fault> fault = faults.next(operation, id);
    return switch (fault.orElse(null)) {
      case null -> new Outcome.Now(act.apply(Duration.ZERO));
      case Fault.Answer(int status, String text, Map<String, String> headers) -> new Outcome.Now(
          new ArmReply(status, "application/json; charset=utf-8", Buffer.buffer(text), headers));
      case Fault.Slow(Duration wait) -> new Outcome.Later(act.apply(Duration.ZERO), wait);
      case Fault.LostAnswer() -> {
        var _ = act.apply(Duration.ZERO);
        yield new Outcome.Dropped();
      }
      case Fault.Altered(UnaryOperator<String> how) -> {
        ArmReply done = act.apply(Duration.ZERO);
        yield new Outcome.Now(
            new ArmReply(done.status(), done.contentType(), Buffer.buffer(how.apply(done.body().toString())),
                done.headers()));
      }
      case Fault.Reset() -> new Outcome.Reset();
      case Fault.TokenRevoked() -> {
        token(request).ifPresent(revoked::add);
        yield new Outcome.Now(ArmReply.unauthorized("The token has been revoked."));
      }
      case Fault.Silent() -> new Outcome.Silence();
      case Fault.Accepted(Duration wait) -> {
        ArmReply done = act.apply(Duration.ZERO);
        yield new Outcome.Now(done.status() >= 300
            ? done
            : ArmReply.empty(202).with(Map.of("Location", endpoint().resolve(id.path()) + "?api-version=2025-03-01",
                "Retry-After", Long.toString(Math.max(1, wait.toSeconds())))));
      }
      case Fault.StaleReads(Duration lag) -> new Outcome.Now(act.apply(lag));
      case Fault.ForeignChange(String image) -> new Outcome.Then(act.apply(Duration.ZERO),
          () -> {
            if (id instanceof SiteId changed) {
              site(changed).ifPresent(site -> site.change(image));
            }
          });
    };
  }

  private ArmReply perform(TokenCheck.Caller caller, ArmOperation.Call call, ResourceId id, Asked asked,
      Duration lag) {
    String action = call.operation().action(id);
    if (!grants.allows(caller.clientId(), action)) {
      return ArmReply.json(403, ArmError.forbidden(caller.clientId(), action, id.path()));
    }
    return switch (id) {
      case SiteId wanted -> site(wanted)
          .map(site -> SiteActs.perform(call, site, asked.body(), lag.isZero() ? site.host().staleReads() : lag))
          .orElseGet(() -> notFound(wanted));
      case RegistryId wanted -> Optional.ofNullable(managed.get(key(wanted)))
          .map(resource -> resource.perform(call, asked.body(), page(asked.request())))
          .orElseGet(() -> notFound(wanted));
      case ScopeId scope -> ScopeActs.perform(call, scope, listed(),
          Objects.requireNonNullElse(asked.request().getParam("$filter"), ""));
    };
  }

  private List<ScopeActs.Listed> listed() {
    return Stream.concat(sites.values().stream().map(site -> new ScopeActs.Listed(site.id(), SiteDocuments.site(site))),
        managed.values().stream().map(each -> new ScopeActs.Listed(each.id(), each.document())))
        .sorted(Comparator.comparing(each -> each.id().path())).toList();
  }

  private static ArmReply notFound(ResourceId id) {
    return ArmReply.json(404, ArmError.noSuchResource(id.path(), id.group()));
  }

  private ManagedResource.Page page(HttpServerRequest request) {
    int skip = Optional.ofNullable(request.getParam("$skiptoken")).filter(text -> text.matches("\\d{1,9}"))
        .map(Integer::parseInt).orElse(0);
    return new ManagedResource.Page(skip, pageSize, next -> endpoint().resolve(RequestRecorder.path(request))
        + "?api-version=" + request.getParam("api-version") + "&%24skiptoken=" + next);
  }

  /** Two ids with equal keys name the same resource: ARM compares them without case. */
  private static String key(ResourceId id) {
    return id.path().toLowerCase(Locale.ROOT);
  }

  private Optional<Site> site(SiteId id) {
    return Optional.ofNullable(sites.get(key(id)));
  }

  private Optional<TokenCheck.Caller> caller(HttpServerRequest request) {
    return token(request).filter(token -> !revoked.contains(token)).flatMap(tokens::caller)
        .filter(found -> AUDIENCE.matcher(found.audience()).matches());
  }

  private static Optional<String> token(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader("Authorization"))
        .filter(header -> header.regionMatches(true, 0, "Bearer ", 0, 7)).map(header -> header.substring(7).strip());
  }

  private static Outcome now(int status, String code, String message) {
    return new Outcome.Now(ArmReply.error(status, code, message));
  }
}
