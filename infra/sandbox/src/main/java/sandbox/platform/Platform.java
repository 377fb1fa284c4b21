package sandbox.platform;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import sandbox.platform.container.Runner;
import sandbox.platform.image.IdentityClient;
import sandbox.platform.image.ImageSource;
import sandbox.platform.image.ImageStore;
import sandbox.vault.Vaults;

/** The machines on which apps run. Closing it ends every container. */
public final class Platform implements AutoCloseable {
  /** What containers are started with. */
  public enum Engine {
    /** A plain process through the image's own loader: needs nothing but Linux on x86-64. */
    PROCESS,
    /** Podman with runc, where a container really starts on this machine; else a plain process. */
    PODMAN_IF_IT_WORKS
  }

  private final Vertx vertx;
  private final Path folder;
  private final Vaults vaults;
  private final IdentityClient identity;
  private final ImageSource images;
  private final Runner runner;
  private final HttpClient client;
  private final List<AppHost> apps = new CopyOnWriteArrayList<>();

  /**
   * A platform that pulls from registries on this machine.
   *
   * @param folder images and containers are put here; it is the caller's to delete
   * @param registries where registries listen that images do not name by their address; by host
   */
  public static Platform start(Vertx vertx, Path folder, IdentityClient identity, Vaults vaults,
      Map<String, URI> registries, Engine engine) throws IOException {
    Files.createDirectories(folder);
    HttpClient client = client();
    var images = new ImageStore(folder.resolve("images"), client, identity, registries);
    Optional<Runner> podman = engine == Engine.PODMAN_IF_IT_WORKS ? Runner.podman(folder) : Optional.empty();
    Runner runner = podman.orElseGet(Runner::processes);
    return new Platform(vertx, folder, identity, vaults, images, runner, client);
  }

  /** On an image source and a runner of one's own. */
  Platform(Vertx vertx, Path folder, IdentityClient identity, Vaults vaults, ImageSource images, Runner runner,
      HttpClient client) {
    this.vertx = vertx;
    this.folder = folder;
    this.identity = identity;
    this.vaults = vaults;
    this.images = images;
    this.runner = runner;
    this.client = client;
  }

  static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(Duration.ofSeconds(5)).build();
  }

  /** A new app; nothing runs until it is {@link AppHost#configured}. Blocks until its address listens. */
  public AppHost create(AppSpec spec) {
    String slot = spec.site().slot().isEmpty() ? "" : "__" + spec.site().slot();
    var app = new AppHost(vertx, spec, vaults, images, runner,
        folder.resolve("apps").resolve(spec.site().group()).resolve(spec.site().name() + slot), client);
    apps.add(app);
    return app;
  }

  /** The variables through which a container finds the identity endpoint. */
  public Map<String, String> identityEnvironment() {
    return identity.environment();
  }

  /** What runs the containers, in a word for people. */
  public String engine() {
    return runner.name();
  }

  @Override
  public void close() {
    apps.forEach(AppHost::close);
    runner.close();
    client.close();
  }
}
