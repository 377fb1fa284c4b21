package reviews;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reviews.postgres.PostgresAddress;
import reviews.postgres.TestServer;

/** The program as App Service runs it, with the real Azure SDK, a real PostgreSQL and stand-ins for what Azure adds. */
class AzureTest {
  private static final String CLIENT = "11111111-2222-3333-4444-555555555555";
  private static final String DATABASES = "https://ossrdbms-aad.database.windows.net";
  private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+)");

  @TempDir
  Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (Process process : started) {
      process.destroyForcibly();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    client.close();
    RunningSite.within(vertx.close());
  }

  @Test
  void it_signs_in_to_database_and_vault_by_its_managed_identity_and_follows_what_is_rotated() throws Exception {
    var azure = new AzureStandIn(vertx, folder);
    String user = TestServer.newTokenUser("database-token-1");
    PostgresAddress database = TestServer.newDatabase();
    azure.tokens.putAll(Map.of(DATABASES, "database-token-1", "https://localhost", "vault-token"));
    azure.secrets.put("secret-key", "first-" + RunningSite.KEY);
    var environment = new HashMap<>(azure.environment());
    environment.putAll(Map.of("DBHOST", "127.0.0.1:" + database.port(), "DBNAME", database.database(), "DBUSER", user,
        "AZURE_CLIENT_ID", CLIENT, "KEY_VAULT_REFRESH_SECONDS", "1"));
    String site = start(azure.options(), environment);

    assertThat(get(site + "/healthz").body()).contains("\"status\":\"ok\"");
    assertThat(new JsonObject(get(site + "/api/config/check").body()).getJsonObject("settings").getMap())
        .isEqualTo(Map.of("SECRET_KEY", "loaded"));
    assertThat(get(site + "/").body()).contains("Hinoki Counter");
    assertThat(azure.asked).anySatisfy(uri -> assertThat(uri).contains("resource=https%3A%2F%2Fossrdbms-aad",
        "client_id=" + CLIENT)).anySatisfy(uri -> assertThat(uri).startsWith("/secrets/secret-key"));

    azure.tokens.put(DATABASES, "database-token-2");
    TestServer.changeToken(user, "database-token-2");
    azure.secrets.put("secret-key", "second-" + RunningSite.KEY);
    Eventually.succeeds(() -> assertThat(log()).contains("secrets were changed in the vault"));
    Eventually.succeeds(() -> assertThat(get(site + "/healthz").statusCode()).isEqualTo(200));
    assertThat(get(site + "/").statusCode()).isEqualTo(200);
    assertThat(log()).doesNotContain("database-token", "vault-token", RunningSite.KEY, AzureStandIn.HEADER);
  }

  @Test
  void without_its_secrets_and_tokens_it_starts_and_says_what_it_lacks_until_it_gets_it() throws Exception {
    var azure = new AzureStandIn(vertx, folder);
    azure.tokens.put("https://localhost", "vault-token");
    azure.secrets.put("secret-key", RunningSite.KEY);
    var environment = new HashMap<>(azure.environment());
    environment.putAll(Map.of("KEY_VAULT_SECRETS", "SECRET_KEY,CONNECTION_STRING", "KEY_VAULT_REFRESH_SECONDS", "1"));
    String site = start(azure.options(), environment);

    HttpResponse<String> health = get(site + "/healthz");
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(health.body()).contains("CONNECTION_STRING is missing", "the store cannot be used");
    assertThat(get(site + "/").statusCode()).isEqualTo(503);

    PostgresAddress database = TestServer.newDatabase();
    azure.secrets.put("connection-string",
        "postgresql://postgres:any@127.0.0.1:" + database.port() + "/" + database.database());
    Eventually.succeeds(() -> assertThat(get(site + "/healthz").statusCode()).isEqualTo(200));
    Eventually.succeeds(() -> assertThat(get(site + "/").body()).contains("Hinoki Counter"));
  }

  private HttpResponse<String> get(String address) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(20)).build(),
        BodyHandlers.ofString());
  }

  /** Answers the site's address once it listens. */
  private String start(List<String> options, Map<String, String> environment) throws IOException {
    var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "--limit-modules",
        modules(), "--enable-native-access=ALL-UNNAMED",
        "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp"))));
    command.addAll(options);
    command.addAll(List.of("-cp", programClassPath(), "reviews.ReviewsMain"));
    var builder = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("PORT", "0", "HOST", "127.0.0.1", "REVIEWS_PHOTOS",
        folder.resolve("photos").toString()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    Eventually.succeeds(() -> assertThat(log()).containsPattern(LISTENS));
    Matcher listens = LISTENS.matcher(log());
    assertThat(listens.find()).isTrue();
    return "http://127.0.0.1:" + listens.group(1);
  }

  /** What the jar will hold: not the tests, whose logging file would hide the program's own. */
  private static String programClassPath() {
    return Pattern.compile(File.pathSeparator).splitAsStream(System.getProperty("java.class.path"))
        .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("/test"))
        .reduce((a, b) -> a + File.pathSeparator + b).orElseThrow();
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
