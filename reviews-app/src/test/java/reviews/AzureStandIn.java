package reviews;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What an app finds around it on Azure: App Service's endpoint for tokens, and a Key Vault over TLS. */
final class AzureStandIn {
  static final String HEADER = "header-of-this-host";
  private static final String VAULT_HOST = "kv.localhost";
  private static final String PASSWORD = "only-for-this-test";
  /** So short that a token is asked for anew each time. */
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(30);

  /** By resource: which token is given. */
  final Map<String, String> tokens = new ConcurrentHashMap<>();
  /** By name: what the vault holds. */
  final Map<String, String> secrets = new ConcurrentHashMap<>();
  /** Paths and queries, of both. */
  final List<String> asked = new CopyOnWriteArrayList<>();
  private final Path folder;
  private final HttpServer identity;
  private final HttpServer vault;

  AzureStandIn(Vertx vertx, Path folder) throws IOException, InterruptedException, TimeoutException {
    this.folder = folder;
    Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair", "-alias", "vault", "-keyalg", "EC", "-dname", "CN=" + VAULT_HOST, "-ext",
        "san=dns:" + VAULT_HOST, "-keystore", certificate().toString(), "-storetype", "PKCS12", "-storepass", PASSWORD)
        .redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException(said);
    }
    this.identity = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
        .requestHandler(this::giveToken).listen().await(10, TimeUnit.SECONDS);
    this.vault = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0).setSsl(true)
        .setKeyCertOptions(new PfxOptions().setPath(certificate().toString()).setPassword(PASSWORD)))
        .requestHandler(this::giveSecret).listen().await(10, TimeUnit.SECONDS);
  }

  /** What the process is told by its platform and its operator. */
  Map<String, String> environment() {
    return Map.of("IDENTITY_ENDPOINT", "http://127.0.0.1:" + identity.actualPort() + "/msi/token", "IDENTITY_HEADER",
        HEADER, "KEY_VAULT_URI", "https://" + VAULT_HOST + ":" + vault.actualPort());
  }

  /** Makes a Java process find the vault and trust it. */
  List<String> options() throws IOException {
    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost " + VAULT_HOST + "\n");
    return List.of("-Djdk.net.hosts.file=" + hosts, "-Djavax.net.ssl.trustStore=" + certificate(),
        "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }

  private Path certificate() {
    return folder.resolve("vault.p12");
  }

  private void giveToken(HttpServerRequest request) {
    asked.add(request.uri());
    String resource = request.getParam("resource", "").replaceAll("/+$", "");
    String token = tokens.get(resource);
    if (!HEADER.equals(request.getHeader("X-IDENTITY-HEADER")) || token == null) {
      request.response().setStatusCode(400).end();
      return;
    }
    long expires = Clock.systemUTC().instant().plus(TOKEN_LIFE).getEpochSecond();
    request.response().putHeader("Content-Type", "application/json").end(new JsonObject().put("access_token", token)
        .put("expires_on", Long.toString(expires)).put("resource", resource).put("token_type", "Bearer").encode());
  }

  private void giveSecret(HttpServerRequest request) {
    asked.add(request.uri());
    String name = Objects.requireNonNull(request.path()).replaceFirst("^/secrets/([^/]*)/?$", "$1");
    String value = secrets.get(name);
    if (!("Bearer " + tokens.get("https://localhost")).equals(request.getHeader("Authorization"))) {
      request.response().setStatusCode(401).putHeader("WWW-Authenticate",
          "Bearer authorization=\"https://login.microsoftonline.com/5a2d1f0c-7b64-4c0e-9d53-0f1e2d3c4b5a\", "
              + "resource=\"https://localhost\"")
          .end();
    } else if (value == null) {
      request.response().setStatusCode(404).putHeader("Content-Type", "application/json")
          .end("{\"error\":{\"code\":\"SecretNotFound\",\"message\":\"not here\"}}");
    } else {
      request.response().putHeader("Content-Type", "application/json").end(new JsonObject().put("value", value)
          .put("id", "https://" + VAULT_HOST + "/secrets/" + name + "/0123456789abcdef0123456789abcdef")
          .put("attributes", new JsonObject().put("enabled", true)).encode());
    }
  }
}
