package sandbox.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A good release while strangers crowd the site's health and send it forms that it must refuse. */
@EnabledIfSystemProperty(named = "crowd", matches = "true", disabledReason = "takes a minute; .ci/run asks for it")
class CrowdTest {
  private static final String APP = "reviews";
  private static final Map<String, String> WORKING = Map.of("REVIEWS_STORE", "/tmp/reviews/reviews.db");
  private static final int STRANGERS = 8;
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final String FORM = "--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\n\r\n"
      + "p".repeat(2_000);

  @Test
  void a_good_release_of_the_site_becomes_healthy_while_strangers_crowd_it(@TempDir Path folder) throws Exception {
    Optional<Path> relayJar = Jars.of("relay");
    Optional<Path> reviewsJar = Jars.of("reviews-app");
    assumeTrue(relayJar.isPresent() && reviewsJar.isPresent(), "the jars are built by mvn package, verify or install");
    var said = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    var over = new AtomicBoolean();
    var answers = new AtomicInteger();
    try (Stage stage = Stage.open(folder, relayJar.orElseThrow(), reviewsJar.orElseThrow(), new Narrator(said));
        ExecutorService strangers = Executors.newVirtualThreadPerTaskExecutor()) {
      var api = new RelayApi(stage.relayPort());
      String _ = stage.push("1.0.0", WORKING);
      JsonObject first = api.awaitSettled(APP, 0, Tour.PATIENCE);
      assertThat(first.getString("state")).as(first.encodePrettily()).isEqualTo("healthy");
      URI site = stage.app().address();
      for (int i = 0; i < STRANGERS; i++) {
        HttpRequest request = i % 2 == 0
            ? HttpRequest.newBuilder(site.resolve("/healthz")).timeout(ANSWER).build()
            : form(site);
        var _ = strangers.submit(() -> crowd(request, over, answers));
      }
      try {
        String second = stage.push("2.0.0", WORKING);
        JsonObject release = api.awaitSettled(APP, first.getLong("id"), Tour.PATIENCE);
        assertThat(release.getString("state")).as(release.encodePrettily()).isEqualTo("healthy");
        assertThat(stage.app().linuxFxVersion()).endsWith(second);
        assertThat(answers).hasValueGreaterThan(100);
      } finally {
        over.set(true);
      }
    }
  }

  private static HttpRequest form(URI site) {
    return HttpRequest.newBuilder(site.resolve("/restaurants/1/reviews"))
        .timeout(ANSWER).header("Content-Type", "multipart/form-data; boundary=x").POST(BodyPublishers.ofString(FORM))
        .build();
  }

  private static void crowd(HttpRequest request, AtomicBoolean over, AtomicInteger answers) {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(5)).build()) {
      while (!over.get()) {
        try {
          var _ = client.send(request, BodyHandlers.discarding());
          answers.incrementAndGet();
        } catch (IOException _) {
          Thread.onSpinWait(); // turned away, or between two containers
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
