package sandbox.tour;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import sandbox.AppOptions;
import sandbox.Options;
import sandbox.Sandbox;
import sandbox.SandboxApp;
import sandbox.image.ImageBuilder;
import sandbox.image.ImagePlan;
import sandbox.platform.Platform;

/** The sandbox with one web app, and a relay beside it as a process of its own that knows nothing of a sandbox. */
final class Stage implements AutoCloseable {
  static final String REPOSITORY = "reviews";
  static final String APP = "app-reviews";
  private final Sandbox sandbox;
  private final SandboxApp app;
  private final RelayProcess relay;
  private final ImageBuilder images;
  private final Path reviewsJar;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Stage(Sandbox sandbox, SandboxApp app, RelayProcess relay, ImageBuilder images, Path reviewsJar) {
    this.sandbox = sandbox;
    this.app = app;
    this.relay = relay;
    this.images = images;
    this.reviewsJar = reviewsJar;
  }

  static Stage open(Path folder, Path relayJar, Path reviewsJar, Narrator narrator) throws Exception {
    narrator
        .scene("Azure on this machine: a registry, a web app on its placeholder page, Key Vault, managed identities");
    Sandbox sandbox = Sandbox.start(
        Options.defaults().withFolder(folder.resolve("azure")).withEngine(Platform.Engine.PODMAN_IF_IT_WORKS));
    try {
      String identity = UUID.randomUUID().toString();
      sandbox.vault().put("kv-reviews", "secret-key", UUID.randomUUID() + "" + UUID.randomUUID());
      sandbox.vault().grant("kv-reviews", identity);
      SandboxApp app = sandbox.createApp(APP, AppOptions.defaults().withIdentity(identity)
          .withSetting("SECRET_KEY", "@Microsoft.KeyVault(VaultName=kv-reviews;SecretName=secret-key)"));
      narrator.line("containers run as " + sandbox.engine() + "; the app is at " + app.address());
      String secret = UUID.randomUUID().toString();
      RelayProcess relay = RelayProcess.start(Files.createTempDirectory(folder, "relay-"),
          List.of("-jar", relayJar.toString()), config(sandbox, app), environment(sandbox, secret));
      sandbox.registry().addWebhook("relay", URI.create("http://127.0.0.1:" + relay.port() + "/hooks/acr/sandbox"),
          Map.of("Authorization", "Bearer " + secret), REPOSITORY + ":*", Set.of("push", "delete"));
      narrator.line("the relay listens on port " + relay.port() + "; its log is " + relay.log());
      return new Stage(sandbox, app, relay, new ImageBuilder(folder.resolve("jlink")), reviewsJar);
    } catch (Exception e) {
      sandbox.close();
      throw e;
    }
  }

  /** Short times, so that the tour takes seconds where Azure takes minutes; everything else as in production. */
  private static String config(Sandbox sandbox, SandboxApp app) {
    return """
        # Written by the tour. The times are short; see the configuration reference for the usual ones.
        server: {host: 127.0.0.1, port: 0}
        management: {host: 127.0.0.1, port: 0}
        journal: {file: '%s'}
        azure:
          credential: managed-identity
          clientId: %s
          armEndpoint: %s
          trustedCertificates: '%s'
          pause: 200ms
        api: {local: true}
        registries:
          sandbox:
            host: '%s'
            plainHttp: true
            blobHosts: ['%s']
            webhook: {secrets: [{bearer: '${ACR_WEBHOOK_SECRET}'}]}
        apps:
          - name: reviews
            mode: act
            subscription: %s
            resourceGroup: %s
            site: %s
            registry: sandbox
            repository: %s
            tag: live
            health: {path: /healthz, interval: 200ms, timeout: 2s, deadline: 20s, restoreDeadline: 20s, soak: 3s, quiet: 2s}
            probe: {url: '%s'}
            unknownDigestRetry: 5s
        """
        .formatted("${JOURNAL}", RELAY_IDENTITY, sandbox.arm().endpoint(), sandbox.arm().caPem(),
            sandbox.registry().host(), sandbox.registry().storageHost(), app.id().subscription(),
            app.id().group(), app.id().name(), REPOSITORY, app.address());
  }

  private static final String RELAY_IDENTITY = UUID.randomUUID().toString();

  private static Map<String, String> environment(Sandbox sandbox, String secret) {
    sandbox.identity().addUserAssigned(RELAY_IDENTITY);
    sandbox.registry().grantPull(RELAY_IDENTITY);
    return Map.of("IDENTITY_ENDPOINT", sandbox.identity().endpoint().toString(), "IDENTITY_HEADER",
        sandbox.identity().header(), "ACR_WEBHOOK_SECRET", secret);
  }

  /** Builds the reviews-app as this version and pushes it under its version and as {@code live}; gives the digest. */
  String push(String version, Map<String, String> environment) throws Exception {
    ImagePlan plan = ImagePlan.of("reviews.ReviewsMain", List.of(reviewsJar))
        .withModules(modules()).withJvmFlags("--enable-native-access=ALL-UNNAMED").withVersion(version)
        .withRevision("revision-of-" + version)
        .withEnvironment("VERSION", version);
    for (var each : environment.entrySet()) {
      plan = plan.withEnvironment(each.getKey(), each.getValue());
    }
    return images.push(plan, sandbox.registry().host(), REPOSITORY, version, "live");
  }

  /** The JDK modules that the reviews-app needs, as its own jar tells. */
  private static String[] modules() throws IOException {
    try (var in = Stage.class.getResourceAsStream("/jdk-modules.txt")) {
      if (in == null) {
        throw new IOException("the reviews-app does not tell its JDK modules");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip().split(",");
    }
  }

  Sandbox sandbox() {
    return sandbox;
  }

  SandboxApp app() {
    return app;
  }

  RelayProcess relay() {
    return relay;
  }

  int relayPort() {
    return relay.port();
  }

  int managementPort() {
    return relay.managementPort();
  }

  @Override
  public void close() {
    strike();
  }

  /** Ends the relay, every container and the sandbox. Safe to repeat. */
  void strike() {
    if (closed.compareAndSet(false, true)) {
      relay.close();
      try {
        sandbox.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
