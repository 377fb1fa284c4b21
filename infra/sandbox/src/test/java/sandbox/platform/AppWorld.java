package sandbox.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import sandbox.arm.SiteId;
import sandbox.arm.SiteSettings;
import sandbox.arm.SiteStatus;
import sandbox.platform.image.IdentityClient;
import sandbox.platform.image.ImageConfig;
import sandbox.platform.image.ImageSource;
import sandbox.vault.Vaults;

/** An app on the platform, with containers that are servers in this JVM; each test has its own. */
abstract class AppWorld {
  static final String IDENTITY = "7d9f3e21-58a4-4c6b-9a10-2e4b6c8d0f13";
  static final Mood QUICK = Mood.usual().ping(Duration.ofMillis(5))
      .retry(Duration.ofMillis(20), Duration.ofMillis(40)).startTimeLimit(Duration.ofSeconds(10));
  static final Duration LONG = Duration.ofHours(1);

  final Vertx vertx = Vertx.vertx();
  final Vaults vaults = new Vaults();
  final InProcessRunner runner = new InProcessRunner();
  final HttpClient client = Platform.client();
  @TempDir
  Path folder;
  Platform platform;
  AppHost app;

  @BeforeEach
  void start() {
    ImageSource images = (name, clientId, _) -> {
      if (name.repository().equals("missing")) {
        throw new ImageSource.PullFailedException("manifest unknown");
      }
      return new ImageSource.Pulled("sha256:", folder,
          new ImageConfig(List.of(name.repository() + " " + name.reference() + " by " + clientId), Map.of(), "", ""));
    };
    platform = new Platform(vertx, folder, new IdentityClient(URI.create("http://127.0.0.1/msi"), "header"), vaults,
        images, runner, client);
    app = app("app", QUICK, false);
  }

  @AfterEach
  void stop() throws Exception {
    platform.close();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  AppHost app(String name, Mood mood, boolean affinity) {
    return platform.create(new AppSpec(SiteId.of("s", "g", name), name + ".azurewebsites.localhost", IDENTITY, Map.of(),
        platform.identityEnvironment(), affinity, mood));
  }

  void configure(String image) {
    String name = image.startsWith("mcr.") ? image : "127.0.0.1:1/" + image;
    app.configured(new SiteSettings("DOCKER|" + name, true, ""));
  }

  void runs(String image) throws Throwable {
    configure(image);
    Waiting.until(() -> assertThat(app.isSettled()).isTrue());
    assertThat(get().body()).startsWith(image.replace(':', ' '));
  }

  HttpResponse<String> get() throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(app.address().resolve("/")).timeout(Duration.ofSeconds(5)).build(),
        BodyHandlers.ofString());
  }

  String log() {
    return app.containerLogs().orElse("");
  }

  static String instanceOf(HttpResponse<String> answer) {
    return answer.body().replaceFirst("(?s).* on (\\w+) host.*", "$1");
  }

  List<SiteStatus> statuses() {
    return app.statuses().orElseThrow();
  }
}
