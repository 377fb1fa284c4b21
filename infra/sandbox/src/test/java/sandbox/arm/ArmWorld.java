package sandbox.arm;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import sandbox.tls.LocalCertificate;

/** The real server over TLS, with one site on a platform that only remembers; each test has its own. */
abstract class ArmWorld {
  static final SiteId ID = SiteId.of("0a1b2c3d-1111-4222-8333-444455556666", "rg-reviews-prod",
      "app-reviews-prod");
  static final String IDENTITY = "7d9f3e21-58a4-4c6b-9a10-2e4b6c8d0f13";
  static final String BEFORE = "DOCKER|crreviewsprod.azurecr.io/reviews/web@sha256:335f07f63d75567cb732ecc477bd5eabc331738710d69ccc1df8025562038711";
  static final String AFTER = "DOCKER|crreviewsprod.azurecr.io/reviews/web@sha256:31e4e819e840cc77cb1994748e349d011252086d16d1f821ec0358d2b9a5f98f";

  final Vertx vertx = Vertx.vertx();
  final FakeHost host = new FakeHost();
  final Site site = new Site(ID,
      new Site.Details("West Europe", "app-reviews-prod.azurewebsites.localhost", IDENTITY, false),
      new JsonObject().put("numberOfWorkers", 2).put("linuxFxVersion", BEFORE)
          .put("acrUserManagedIdentityID", IDENTITY).put("healthCheckPath", "/healthz"),
      host, InstantSource.system());
  @TempDir
  Path folder;
  Duration patience = Duration.ofSeconds(20);
  ArmServer arm;
  WebClient client;

  @BeforeEach
  void start() throws Exception {
    TokenCheck tokens = token -> switch (token) {
      case "arm" -> Optional.of(new TokenCheck.Caller(IDENTITY, "https://management.core.windows.net/"));
      case "arm-too" -> Optional.of(new TokenCheck.Caller(IDENTITY, "https://management.azure.com"));
      case "vault" -> Optional.of(new TokenCheck.Caller(IDENTITY, "https://vault.azure.net"));
      default -> Optional.empty();
    };
    arm = ArmServer.start(vertx, LocalCertificate.create(folder), tokens).await(10, TimeUnit.SECONDS);
    arm.add(site);
    client = WebClient.create(vertx, new WebClientOptions().setSsl(true).setUseAlpn(false)
        .setTrustOptions(new PemTrustOptions().addCertPath(arm.caPem().toString())));
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  HttpResponse<Buffer> get(String rest) throws Exception {
    return send("GET", rest + "?api-version=2025-03-01", "arm", null);
  }

  HttpResponse<Buffer> post(String rest) throws Exception {
    return send("POST", rest + "?api-version=2025-03-01", "arm", null);
  }

  HttpResponse<Buffer> patch(String linuxFxVersion) throws Exception {
    return send("PATCH", "/config/web?api-version=2025-03-01", "arm",
        Buffer.buffer("{\"properties\":{\"linuxFxVersion\":\"" + linuxFxVersion + "\"}}"));
  }

  HttpResponse<Buffer> send(String method, String rest, String token, @Nullable Buffer body)
      throws Exception {
    return sendTo(method, ID.path() + rest, token, body);
  }

  HttpResponse<Buffer> sendTo(String method, String path, String token, @Nullable Buffer body) throws Exception {
    var request = client.requestAbs(HttpMethod.valueOf(method), arm.endpoint().resolve(path).toString())
        .putHeader("Authorization", "Bearer " + token).putHeader("Content-Type", "application/json")
        .timeout(patience.toMillis());
    var answer = body == null ? request.send() : request.sendBuffer(body);
    return answer.await(10, TimeUnit.SECONDS);
  }

  static JsonObject json(HttpResponse<Buffer> answer) {
    return Objects.requireNonNull(answer.bodyAsJsonObject());
  }

  static JsonObject properties(HttpResponse<Buffer> answer) {
    return json(answer).getJsonObject("properties");
  }

  static String code(HttpResponse<Buffer> answer) {
    return json(answer).getJsonObject("error").getString("code");
  }
}
