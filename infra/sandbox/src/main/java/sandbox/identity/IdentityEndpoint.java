package sandbox.identity;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import sandbox.wire.RequestLog;
import sandbox.wire.RequestRecorder;

/**
 * Gives out tokens of managed identities on loopback: the App Service flavour ({@link #endpoint} and {@link #header}) and the one
 * of virtual machines ({@link #imds}).
 *
 * <p>Source of the shapes: overview-managed-identity.md and recorded requests of azure-identity 1.19.0. The texts of refusals
 * are from memory; clients look at the status.
 */
public final class IdentityEndpoint implements AutoCloseable {
  /** The made-up tenant that every token is from. */
  public static final String TENANT_ID = "5a2d1f0c-7b64-4c0e-9d53-0f1e2d3c4b5a";
  /** The client id that the system-assigned identity has unless it is set otherwise. */
  public static final String SYSTEM_ASSIGNED_CLIENT_ID = "0b8f4c1e-3a57-4d29-8e60-6c7d8e9fa0b1";
  private static final String APP_SERVICE_PATH = "/msi/token";
  private static final String IMDS_PATH = "/metadata/identity/oauth2/token";

  private final Vertx vertx;
  private final HttpServer server;
  private final TokenSigner signer = new TokenSigner(TENANT_ID);
  private final String header = UUID.randomUUID().toString();
  private final RequestLog requests = new RequestLog();
  private final Map<String, ManagedIdentity> userAssigned = new ConcurrentHashMap<>();
  private volatile Optional<ManagedIdentity> systemAssigned = Optional
      .of(ManagedIdentity.of(SYSTEM_ASSIGNED_CLIENT_ID));
  private volatile IdentityFault fault = new IdentityFault.None();
  private volatile Duration life = Duration.ofHours(24);

  private IdentityEndpoint(Vertx vertx) {
    this.vertx = vertx;
    this.server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
        .requestHandler(this::handle);
  }

  /** Blocks until it listens; not to be called from an event loop. It has a system-assigned identity and no other. */
  public static IdentityEndpoint start(Vertx vertx) {
    var endpoint = new IdentityEndpoint(vertx);
    endpoint.server.listen().await();
    return endpoint;
  }

  /** What App Service calls {@code IDENTITY_ENDPOINT}. */
  public URI endpoint() {
    return URI.create(imds() + APP_SERVICE_PATH);
  }

  /** What App Service calls {@code IDENTITY_HEADER}: a secret. */
  public String header() { return header; }

  /** What goes into {@code AZURE_POD_IDENTITY_AUTHORITY_HOST}. */
  public URI imds() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  public RequestLog requests() { return requests; }

  /** The public half of the signing key, as a JSON Web Key Set. */
  public String jwks() { return signer.jwks(); }

  /** Makes {@code clientId} known as a user-assigned identity; safe to repeat. */
  public ManagedIdentity addUserAssigned(String clientId) {
    return userAssigned.computeIfAbsent(clientId, ManagedIdentity::of);
  }

  /** Takes a user-assigned identity away; tokens that it has stay good until they expire. */
  public void removeUserAssigned(String clientId) {
    userAssigned.remove(clientId);
  }

  /** Empty: the host has none, and a request that names no identity is answered 400. */
  public void systemAssigned(Optional<String> clientId) {
    systemAssigned = clientId.map(ManagedIdentity::of);
  }

  public void fault(IdentityFault next) { fault = next; }

  /** How long tokens given from now on are good for; negative makes them expired from the start. */
  public void tokenLife(Duration next) {
    life = next;
  }

  /** A token as the endpoint would give it, for stand-ins in this process; the identity need not be attached to this host. */
  public String issue(String clientId, String audience) {
    return issue(clientId, audience, life);
  }

  public String issue(String clientId, String audience, Duration validFor) {
    return signer.sign(audience, byClientId(clientId).orElseGet(() -> ManagedIdentity.of(clientId)), validFor);
  }

  /** Who a token belongs to; empty when it is not ours, was altered or has expired. */
  public Optional<Token> verify(String token) {
    return signer.verify(token);
  }

  @Override
  public void close() { server.close().await(); }

  private void handle(HttpServerRequest request) {
    RequestRecorder.record(request, requests, () -> "");
    switch (fault) {
      case IdentityFault.None() -> answer(request);
      case IdentityFault.Down() -> request.connection().close();
      case IdentityFault.Slow(Duration by) -> vertx.setTimer(Math.max(1, by.toMillis()), _ -> answer(request));
      case IdentityFault.Status(int code) -> refuse(request, code, "unavailable", "The service is unavailable");
    }
  }

  private void answer(HttpServerRequest request) {
    String path = RequestRecorder.path(request).replaceFirst("^//", "/"); // azure-identity puts two slashes before the IMDS path
    if (!path.equals(APP_SERVICE_PATH) && !path.equals(IMDS_PATH)) {
      refuse(request, 404, "not_found", "No such path");
    } else if (!request.method().equals(HttpMethod.GET)) {
      refuse(request, 405, "method_not_allowed", "Only GET is understood");
    } else if (path.equals(APP_SERVICE_PATH) && !header.equals(request.getHeader("X-IDENTITY-HEADER"))) {
      refuse(request, 401, "unauthorized", "The X-IDENTITY-HEADER is missing or wrong");
    } else if (path.equals(APP_SERVICE_PATH) && !"2019-08-01".equals(request.getParam("api-version"))) {
      refuse(request, 400, "invalid_request", "The api-version is missing or not supported");
    } else if (path.equals(IMDS_PATH) && !"true".equalsIgnoreCase(request.getHeader("Metadata"))) {
      refuse(request, 400, "invalid_request", "Required metadata header not specified");
    } else {
      give(request, Optional.ofNullable(request.getParam("resource")).filter(text -> !text.isBlank()));
    }
  }

  private void give(HttpServerRequest request, Optional<String> resource) {
    Optional<ManagedIdentity> identity = wanted(request);
    if (resource.isEmpty()) {
      refuse(request, 400, "invalid_resource", "The resource is missing");
    } else if (identity.isEmpty()) {
      refuse(request, 400, "invalid_request", "Identity not found");
    } else {
      Instant expires = Instant.now().plus(life);
      request.response().putHeader("Content-Type", "application/json").end(new JsonObject()
          .put("access_token", signer.sign(resource.get(), identity.get(), life))
          .put("expires_on", Long.toString(expires.getEpochSecond())) // a string, unlike in OAuth
          .put("resource", resource.get()).put("token_type", "Bearer").put("client_id", identity.get().clientId())
          .encode());
    }
  }

  private Optional<ManagedIdentity> wanted(HttpServerRequest request) {
    String clientId = request.getParam("client_id");
    String principalId = request.getParam("object_id");
    if (clientId != null) {
      return byClientId(clientId);
    }
    if (principalId != null) {
      return userAssigned.values().stream().filter(one -> one.principalId().equals(principalId)).findAny();
    }
    // By resource id nothing can be found here: the relay picks identities by client id.
    return request.getParam("mi_res_id") != null ? Optional.empty() : systemAssigned;
  }

  private Optional<ManagedIdentity> byClientId(String clientId) {
    return Optional.ofNullable(userAssigned.get(clientId))
        .or(() -> systemAssigned.filter(one -> one.clientId().equals(clientId)));
  }

  private static void refuse(HttpServerRequest request, int status, String error, String description) {
    request.response().setStatusCode(status).putHeader("Content-Type", "application/json")
        .end(new JsonObject().put("error", error).put("error_description", description)
            .put("statusCode", status).put("message", description).encode());
  }
}
