package reviews;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own, with only the JDK modules that its image will have. */
class ProcessTest {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+)");

  @TempDir
  Path folder;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void it_serves_with_the_listed_modules_and_stops_gracefully() throws IOException, InterruptedException {
    Process process = start(Map.of("SECRET_KEY", RunningSite.KEY, "REVISION", "abc"));
    Eventually.succeeds(() -> assertThat(log()).containsPattern(LISTENS));
    var listens = LISTENS.matcher(log());
    assertThat(listens.find()).isTrue();
    String site = "http://127.0.0.1:" + listens.group(1);
    try (HttpClient client = HttpClient.newHttpClient()) {
      var health = client.send(get(site + "/healthz"), BodyHandlers.ofString());
      assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
      assertThat(health.body()).contains("\"revision\":\"abc\"");
      var page = client.send(get(site + "/restaurants/1"), BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("Write a review", "name=\"token\"");
    }
    process.destroy(); // SIGTERM
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(log()).contains("stopped").doesNotContain("Exception", "WARN  reviews", "ERROR", RunningSite.KEY);
    try (var left = Files.list(folder.resolve("data"))) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactly("reviews.db");
    }
  }

  @Test
  void with_everything_switched_on_it_signs_in_and_logs_objects_with_the_same_modules()
      throws IOException, InterruptedException {
    var provider = new MockOAuth2Server();
    provider.start(InetAddress.getLoopbackAddress(), 0);
    provider.enqueueCallback(new DefaultOAuth2TokenCallback(TENANT + "/v2.0", "ada", "JWT", List.of("reviews"),
        Map.of("tid", TENANT, "name", "Ada Lovelace"), 3600));
    String authority = provider.baseUrl().toString();
    int port = freePort();
    String site = "http://localhost:" + port;
    start(Map.of("SECRET_KEY", RunningSite.KEY, "LOG_FORMAT", "json", "METRICS_PORT", "0", "PORT",
        Integer.toString(port), "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1", "SIGN_IN_TENANT_ID", TENANT,
        "SIGN_IN_CLIENT_ID", "reviews", "SIGN_IN_CLIENT_SECRET", "s", "SIGN_IN_AUTHORITY",
        authority.substring(0, authority.length() - 1), "SITE_URL", site));
    Eventually.succeeds(() -> assertThat(log()).containsPattern(LISTENS));
    try (HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager())
        .followRedirects(HttpClient.Redirect.NORMAL).build()) {
      assertThat(browser.send(get(site + "/sign-in"), BodyHandlers.ofString()).body()).contains("Ada Lovelace");
    } finally {
      provider.shutdown();
    }
    assertThat(log().lines()).isNotEmpty().allSatisfy(line -> assertThat(new JsonObject(line).getMap())
        .containsKeys("timestamp", "level", "loggerName", "formattedMessage"));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void bad_settings_end_it_with_code_2_and_one_line_each() throws IOException, InterruptedException {
    Process process = start(Map.of("PORT", "eighty", "DEMO", "maybe"));
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(log().lines()).hasSize(2).anyMatch(line -> line.contains("PORT is 'eighty'"))
        .anyMatch(line -> line.contains("DEMO is 'maybe'"));
  }

  @Test
  void a_taken_port_ends_it_with_code_1() throws IOException, InterruptedException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process = start(Map.of("PORT", Integer.toString(taken.getLocalPort())));
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(log()).contains("cannot start").contains("in use");
    }
  }

  private static HttpRequest get(String address) {
    return HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(10)).build();
  }

  private Process start(Map<String, String> environment) throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    var builder = new ProcessBuilder(java, "--limit-modules", modules(), "--enable-native-access=ALL-UNNAMED",
        "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")), "-cp", programClassPath(),
        "reviews.ReviewsMain").redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
    builder.environment().clear();
    builder.environment().putAll(
        Map.of("PORT", "0", "HOST", "127.0.0.1", "REVIEWS_STORE", folder.resolve("data/reviews.db").toString(),
            "REVIEWS_PHOTOS", folder.resolve("photos").toString()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /** What the jar will hold: not the tests, whose logging file would hide the program's own. */
  private static String programClassPath() {
    return Pattern.compile(File.pathSeparator).splitAsStream(System.getProperty("java.class.path"))
        .filter(entry -> !entry.endsWith("test-classes")).reduce((a, b) -> a + File.pathSeparator + b)
        .orElseThrow();
  }

  private static String modules() throws IOException {
    try (InputStream list = Objects.requireNonNull(ReviewsMain.class.getResourceAsStream("/jdk-modules.txt"))) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }
}
