package sandbox.entra;

import com.nimbusds.jwt.JWTClaimsSet;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import sandbox.tls.LocalCertificate;
import sandbox.wire.RequestLog;
import sandbox.wire.RequestRecorder;

/**
 * The authority of one tenant. Shapes of its documents: Entra's OpenID configuration for both versions; who only reads {@code
 * issuer} and {@code jwks_uri} sees no difference.
 */
public final class EntraAuthority implements AutoCloseable {
  /** App id of Event Grid's service principal in Azure's public cloud. */
  public static final String EVENT_GRID = "4962773b-9cdb-44cf-a8bf-237846a00ab7";
  /** The same in Azure for the US Government. */
  public static final String EVENT_GRID_US_GOVERNMENT = "54316b56-3481-47f9-8f30-0300f5542a7b";
  /** The app role that Event Grid's principal is assigned. */
  public static final String EVENT_GRID_ROLE = "AzureEventGridSecureWebhookSubscriber";
  private static final Duration LIFE = Duration.ofHours(24); // as the one public sample of Event Grid's token had

  private final Vertx vertx;
  private final HttpServer server;
  private final LocalCertificate certificate;
  private final String tenant;
  private final SigningKeys keys = new SigningKeys();
  private final RequestLog requests = new RequestLog();
  private final Map<AuthorityFault.Where, AuthorityFault> faults = new ConcurrentHashMap<>();

  private EntraAuthority(Vertx vertx, LocalCertificate certificate, String tenant) {
    this.vertx = vertx;
    this.certificate = certificate;
    this.tenant = tenant;
    this.server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0).setSsl(true)
        .setUseAlpn(false).setKeyCertOptions(new PemKeyCertOptions()
            .addCertValue(Buffer.buffer(certificate.certificatePem()))
            .addKeyValue(Buffer.buffer(certificate.keyPem()))))
        .requestHandler(this::handle);
  }

  /** Makes two keys and listens on a free port of the loopback address; blocks, so not to be called from an event loop. */
  public static EntraAuthority start(Vertx vertx, LocalCertificate certificate, String tenant) {
    var authority = new EntraAuthority(vertx, certificate, tenant);
    authority.server.listen().await();
    return authority;
  }

  /** What stands for {@code https://login.microsoftonline.com/}, with the slash. */
  public URI authority() {
    return URI.create("https://localhost:" + server.actualPort() + "/");
  }

  public String tenant() { return tenant; }

  /** The certificate to trust. */
  public Path caPem() {
    return certificate.caPem();
  }

  /** What was asked of it, to count how often keys were fetched. */
  public RequestLog requests() {
    return requests;
  }

  public String issuerV1() { return "https://sts.windows.net/" + tenant + "/"; }

  public String issuerV2() { return authority() + tenant + "/v2.0"; }

  /** A new key signs from now on; the old ones stay published. Takes a moment. */
  public void rotateKeys() {
    keys.rotate();
  }

  /** All keys but the one in use are published no longer; tokens signed by them are not to be taken any more. */
  public void retireOldKeys() {
    keys.retireOld();
  }

  public String currentKey() { return keys.currentId(); }

  public List<String> publishedKeys() { return keys.publishedIds(); }

  public void fault(AuthorityFault.Where where, AuthorityFault fault) {
    faults.put(where, fault);
  }

  /** Neither document can be had; or back to normal. */
  public void keyServerDown(boolean down) {
    for (AuthorityFault.Where where : AuthorityFault.Where.values()) {
      fault(where, down ? new AuthorityFault.Down() : new AuthorityFault.None());
    }
  }

  /** The compact form of a token made to order. */
  public String issue(EntraToken wanted) {
    Instant now = Instant.now();
    boolean first = wanted.version() == 1;
    String principal = UUID.nameUUIDFromBytes(wanted.caller().getBytes(StandardCharsets.UTF_8)).toString();
    var claims = new JWTClaimsSet.Builder().audience(wanted.audience()).issuer(first ? issuerV1() : issuerV2())
        .issueTime(Date.from(now)).notBeforeTime(Date.from(now)).expirationTime(Date.from(now.plus(LIFE)))
        .subject(principal).claim("oid", principal).claim("tid", tenant).claim("idtyp", "app")
        .claim("ver", first ? "1.0" : "2.0").claim(first ? "appid" : "azp", wanted.caller())
        .claim(first ? "appidacr" : "azpacr", "2").claim("uti", UUID.randomUUID().toString());
    wanted.changed().forEach(claims::claim);
    wanted.left().forEach(claim -> claims.claim(claim, null));
    return keys.sign(claims.build(), wanted.signing());
  }

  /** A fresh one at each call, for whoever sends many. */
  public Supplier<String> tokens(EntraToken wanted) {
    return () -> issue(wanted);
  }

  @Override
  public void close() { server.close().await(); }

  private void handle(HttpServerRequest request) {
    RequestRecorder.record(request, requests, () -> "");
    String path = RequestRecorder.path(request);
    String bare = path.replaceFirst("^/(" + tenant + "|common)/", "");
    Optional<AuthorityFault.Where> what = switch (bare) {
      case ".well-known/openid-configuration", "v2.0/.well-known/openid-configuration" -> Optional
          .of(AuthorityFault.Where.DISCOVERY);
      case "discovery/keys", "discovery/v2.0/keys" -> Optional.of(AuthorityFault.Where.KEYS);
      default -> Optional.empty();
    };
    if (what.isEmpty()) {
      answer(request, 404, new JsonObject().put("error", "invalid_request").encode());
      return;
    }
    Supplier<String> document = () -> document(what.get(), bare.contains("v2.0"));
    switch (faults.getOrDefault(what.get(), new AuthorityFault.None())) {
      case AuthorityFault.None() -> answer(request, 200, document.get());
      case AuthorityFault.Down() -> request.connection().close();
      case AuthorityFault.Slow(Duration by) ->
        vertx.setTimer(Math.max(1, by.toMillis()), _ -> answer(request, 200, document.get()));
      case AuthorityFault.Status(int code) -> answer(request, code, "");
      case AuthorityFault.Garbled() -> answer(request, 200, "<html>Please sign in to this network</html>");
    }
  }

  private String document(AuthorityFault.Where what, boolean second) {
    return switch (what) {
      case DISCOVERY -> configuration(second).encode();
      case KEYS -> keys.document(second ? issuerV2() : issuerV1()).encode();
    };
  }

  private JsonObject configuration(boolean second) {
    String base = authority() + tenant;
    String version = second ? "/v2.0" : "";
    return new JsonObject().put("token_endpoint", base + "/oauth2" + version + "/token")
        .put("jwks_uri", base + "/discovery" + version + "/keys").put("issuer", second ? issuerV2() : issuerV1())
        .put("authorization_endpoint", base + "/oauth2" + version + "/authorize")
        .put("response_types_supported", new JsonArray().add("code").add("id_token"))
        .put("subject_types_supported", new JsonArray().add("pairwise"))
        .put("id_token_signing_alg_values_supported", new JsonArray().add("RS256"));
  }

  private static void answer(HttpServerRequest request, int status, String body) {
    HttpServerResponse response = request.response();
    if (!response.closed()) { // the client may have given up
      var _ = response.setStatusCode(status).putHeader("Content-Type", "application/json; charset=utf-8")
          .putHeader("Cache-Control", "max-age=86400, private").end(body);
    }
  }
}
