package sandbox.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sandbox.identity.IdentityEndpoint;
import sandbox.image.ImageBuilder;
import sandbox.image.ImagePlan;
import sandbox.platform.container.Runner;
import sandbox.platform.image.IdentityClient;
import sandbox.platform.image.ImageName;
import sandbox.platform.image.ImageSource;
import sandbox.platform.image.ImageStore;
import sandbox.registry.Options;
import sandbox.registry.Registry;

/** Starts the sample app as the platform does: pulled, unpacked, by the image's own loader. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class SampleAppTest {
  private static final String APP = "7d9f3e21-58a4-4c6b-9a10-2e4b6c8d0f13";
  @TempDir
  private static Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Runner runner = Runner.processes();
  @SuppressWarnings("NullAway.Init") // pulled before all tests
  private static ImageSource.Pulled image;

  @BeforeAll
  static void pull() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (var identity = IdentityEndpoint.start(vertx);
        var registry = Registry.start(vertx, identity, Options.defaults())) {
      identity.addUserAssigned(APP);
      registry.grantPull(APP);
      String digest = new ImageBuilder(Path.of("target", "images")).push(ImagePlan.sample("r1", "healthy"),
          registry.host(), "s", "1");
      var store = new ImageStore(folder.resolve("images"), Platform.client(),
          new IdentityClient(identity.endpoint(), identity.header()), Map.of());
      image = store.pull(ImageName.parse("DOCKER|" + registry.host() + "/s@" + digest).orElseThrow(), APP, _ -> {});
    } finally {
      vertx.close().await();
    }
  }

  @AfterAll
  void close() {
    runner.close();
    http.close();
  }

  /** A started app; closing it ends the process. */
  private final class Running implements AutoCloseable {
    private final Runner.Running process;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private int port;

    Running(Map<String, String> environment) throws IOException {
      var all = new HashMap<>(Map.of("PORT", "0", "WEBSITE_INSTANCE_ID", "i-1"));
      all.putAll(environment);
      Path own = Files.createTempDirectory(folder, "app-");
      process = runner.start(new Runner.Container(Objects.toString(own.getFileName()), own, image, all), output::add);
    }

    String line() throws InterruptedException {
      return Objects.requireNonNull(output.poll(30, TimeUnit.SECONDS), "the app says nothing");
    }

    Running listening() throws InterruptedException {
      String line = line();
      while (!line.startsWith("listening on port ")) {
        line = line();
      }
      port = Integer.parseInt(line.substring("listening on port ".length()));
      return this;
    }

    HttpResponse<String> get(String path) throws Exception {
      return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
          .timeout(Duration.ofSeconds(5)).build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
      try {
        process.stop(Duration.ZERO);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
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
      assertThat(app.process.exit().get(30, TimeUnit.SECONDS)).isEqualTo(3);
      assertThat(app.output).anyMatch(line -> line.startsWith("ERROR"));
    }
  }

  @Test
  void runs_without_listening_when_mute() throws Exception {
    try (var app = new Running(Map.of("SAMPLE_BEHAVIOUR", "mute"))) {
      assertThat(app.line()).contains("mute");
      assertThat(app.output.poll(500, TimeUnit.MILLISECONDS)).as("nothing more").isNull();
      assertThat(app.process.exit()).isNotDone();
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
