package sandbox.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sandbox.identity.IdentityEndpoint;
import sandbox.registry.Options;
import sandbox.registry.Registry;

/** Starts the app as the platform does: pulled, unpacked, by the image's own loader. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class SampleAppTest {
  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir
  private static Path root;
  private static List<String> entrypoint = List.of();
  private static String workingDirectory = "";

  @BeforeAll
  static void unpack() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (var identity = IdentityEndpoint.start(vertx);
        var registry = Registry.start(vertx, identity, Options.defaults())) {
      new ImageBuilder(Path.of("target", "images")).push(ImagePlan.sample("r1", "healthy"), registry.host(), "s", "1");
      PulledImage image = PulledImage.pull(registry, "s", "1");
      image.unpack(root);
      JsonObject config = image.config().getJsonObject("config");
      entrypoint = config.getJsonArray("Entrypoint").stream().map(String.class::cast).toList();
      workingDirectory = config.getString("WorkingDir");
    } finally {
      vertx.close().await();
    }
  }
  @AfterAll
  void close() { http.close(); }

  /** A started app; closing it ends the process. */
  private final class Running implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private int port;

    Running(Map<String, String> environment) throws IOException {
      var image = new UnpackedImage(root);
      var builder = new ProcessBuilder(image.command(entrypoint)).redirectErrorStream(true)
          .directory(image.workingDirectory(Optional.of(workingDirectory)).toFile());
      builder.environment().clear();
      builder.environment().putAll(Map.of("PORT", "0", "REVISION", "r1", "WEBSITE_INSTANCE_ID", "i-1"));
      builder.environment().putAll(environment);
      process = builder.start();
      output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
    Running listening() throws IOException {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("listening on port ")) {
          port = Integer.parseInt(line.substring("listening on port ".length()));
          return this;
        }
      }
      throw new IOException("the app ended without listening");
    }
    HttpResponse<String> get(String path) throws Exception {
      return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
          .timeout(Duration.ofSeconds(5)).build(), BodyHandlers.ofString());
    }
    @Override
    public void close() { process.destroyForcibly(); }
  }

  @Test
  void answers_with_its_revision_and_instance() throws Exception {
    try (var app = new Running(Map.of()).listening()) {
      assertThat(app.get("/").body()).contains("revision r1");
      assertThat(app.get("/ping").statusCode()).isEqualTo(200);
      HttpResponse<String> health = app.get("/healthz");
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(new JsonObject(health.body()).getMap())
          .isEqualTo(Map.of("status", "ok", "revision", "r1", "instance", "i-1"));
      assertThat(app.get("/nothing").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void crashes_at_once_with_an_error_and_exit_code_3() throws Exception {
    try (var app = new Running(Map.of("SAMPLE_BEHAVIOUR", "crash"))) {
      assertThat(app.output.lines().toList()).anyMatch(line -> line.startsWith("ERROR"));
      assertThat(app.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(app.process.exitValue()).isEqualTo(3);
    }
  }

  @Test
  void runs_without_listening_when_mute() throws Exception {
    try (var app = new Running(Map.of("SAMPLE_BEHAVIOUR", "mute"))) {
      assertThat(app.output.readLine()).contains("mute");
      assertThat(app.process.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(app.output.ready()).isFalse();
    }
  }

  @Test
  void is_unwell_flapping_or_without_its_secret_as_told() throws Exception {
    try (var unwell = new Running(Map.of("SAMPLE_BEHAVIOUR", "unwell")).listening()) {
      assertThat(unwell.get("/healthz").statusCode()).isEqualTo(503);
      assertThat(new JsonObject(unwell.get("/healthz").body()).getString("revision")).isEqualTo("r1");
    }
    try (var flapping = new Running(Map.of("SAMPLE_BEHAVIOUR", "flapping", "SAMPLE_GOOD_ANSWERS", "2")).listening()) {
      assertThat(List.of(flapping.get("/healthz").statusCode(), flapping.get("/healthz").statusCode(),
          flapping.get("/healthz").statusCode())).containsExactly(200, 200, 503);
    }
    try (var missing = new Running(Map.of("SAMPLE_BEHAVIOUR", "secretless", "SECRET_KEY",
        "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/k)")).listening();
        var loaded = new Running(Map.of("SAMPLE_BEHAVIOUR", "secretless", "SECRET_KEY", "s3cr3t")).listening()) {
      assertThat(missing.get("/healthz").statusCode()).isEqualTo(503);
      assertThat(missing.get("/healthz").body()).doesNotContain("vault.azure.net");
      assertThat(loaded.get("/healthz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void listens_late_when_slow() throws Exception {
    long started = System.nanoTime();
    try (var app = new Running(Map.of("SAMPLE_BEHAVIOUR", "slow", "SAMPLE_DELAY_MS", "700")).listening()) {
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(700));
      assertThat(app.get("/ping").statusCode()).isEqualTo(200);
    }
  }
}
