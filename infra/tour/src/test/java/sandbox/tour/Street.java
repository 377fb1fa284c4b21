package sandbox.tour;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import sandbox.AppOptions;
import sandbox.Options;
import sandbox.Sandbox;
import sandbox.SandboxApp;
import sandbox.arm.Grants;
import sandbox.arm.answer.RateLimit;
import sandbox.entra.EntraAuthority;
import sandbox.entra.EntraToken;
import sandbox.eventgrid.Schema;
import sandbox.eventgrid.Subscription;
import sandbox.eventgrid.SubscriptionSettings;
import sandbox.eventgrid.Timing;
import sandbox.image.ImageBuilder;
import sandbox.image.ImagePlan;
import sandbox.registry.ImageSpec;
import sandbox.registry.Registry.Events;

/** Many apps at one sandbox under one relay, which runs as a process of its own, as it would. Each follows its own tag. */
final class Street implements AutoCloseable {
  static final String REPOSITORY = "sample";
  static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String AUDIENCE = "api://relay";
  private static final Path CACHE = Path.of("target", "jlink");
  private static final String SECRET = "test-only-" + UUID.randomUUID();
  private final Sandbox sandbox;
  private final ImageBuilder images = new ImageBuilder(CACHE);
  private final Map<String, String> digests = new HashMap<>();
  private final List<SandboxApp> apps = new ArrayList<>();
  private final StringBuilder config = new StringBuilder();
  private final List<String> registries = new ArrayList<>();
  private final StringBuilder registryConfig = new StringBuilder();
  private final StringBuilder receivers = new StringBuilder();
  private final String identity = UUID.randomUUID().toString();
  private final Path place;
  private final Receiver receiver = new Receiver();
  private RelayProcess relay;

  @SuppressWarnings("NullAway.Init") // the relay starts when all apps are there
  Street() throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "street")).toAbsolutePath();
    this.sandbox = Sandbox.start(Options.defaults().withEventGrid(Timing.quick().withSchedule(Duration.ofMillis(100),
        Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(2)))); // a killed relay is soon asked again
    this.place = Files.createTempDirectory(folder, "relay-");
    // Each look at a container log counts as a write, and here dozens of apps are looked at ten times a second.
    sandbox.arm().allow(new RateLimit(250, 25, InstantSource.system()),
        new RateLimit(10_000, 1000, InstantSource.system()));
    sandbox.identity().addUserAssigned(identity);
    sandbox.registry().grantPull(identity);
  }

  /** Builds and pushes the sample app as {@code name}, with the tag {@code name} that nobody follows. */
  Street image(String name, String revision, String behaviour, Map<String, String> environment) throws Exception {
    ImagePlan plan = ImagePlan.sample(revision, behaviour);
    for (var each : environment.entrySet()) {
      plan = plan.withEnvironment(each.getKey(), each.getValue());
    }
    digests.put(name, images.push(plan, sandbox.registry().host(), REPOSITORY, name));
    return this;
  }

  Street image(String name, String behaviour) throws Exception {
    return image(name, "revision-" + name, behaviour, Map.of());
  }

  /** An image that is only ever named: quick to make, and whoever ran it would fail. */
  Street nameOnly(String name) {
    digests.put(name, sandbox.registry().put(REPOSITORY, Optional.of(name), ImageSpec.revision("revision-" + name),
        Events.NONE).digest());
    return this;
  }

  String digest(String name) {
    return Objects.requireNonNull(digests.get(name), name);
  }

  String linuxFxVersion(String name) {
    return "DOCKER|" + sandbox.registry().host() + "/" + REPOSITORY + "@" + digest(name);
  }

  /** Adds a house: an app that follows the tag of its name. */
  SandboxApp app(String name, AppOptions options, String mode) {
    return app(name, options, mode, "tag: " + name);
  }

  /** Adds a house, with lines of its own for the configuration, which say what it follows. */
  SandboxApp app(String name, AppOptions options, String mode, String more) {
    return app("sandbox", name, options, mode, more);
  }

  /** As {@link #app(String, AppOptions, String, String)}, for images of a {@link #registry}. */
  SandboxApp app(String registry, String name, AppOptions options, String mode, String more) {
    SandboxApp app = sandbox.createApp(name, options);
    apps.add(app);
    config.append("""
          - name: %s
            mode: %s
            subscription: %s
            resourceGroup: %s
            site: %s
            registry: %s
            repository: %s
            health: {interval: 100ms, timeout: 2s, deadline: 20s, restoreDeadline: 20s, soak: 1s, quiet: 1s}
            probe: {url: '%s'}
            unknownDigestRetry: 1s
        %s""".formatted(name, mode, app.id().subscription(), app.id().group(), name, registry, REPOSITORY,
        app.address(),
        more.indent(4)));
    return app;
  }

  /**
   * Adds a further name for the one registry, which has a webhook of that name to a receiver of that name.
   *
   * @param reconcile its settings, in one line of YAML; {@code WEBHOOK} stands for its webhook's resource id
   */
  Street registry(String name, String reconcile) {
    registries.add(name);
    registryConfig.append("""
          %s:
            host: '%s'
            plainHttp: true
            blobHosts: ['%s']
            webhook: {secrets: [{bearer: '${ACR_WEBHOOK_SECRET}'}]}
            reconcile: %s
        """.formatted(name, sandbox.registry().host(), sandbox.registry().storageHost(),
        reconcile.replace("WEBHOOK", sandbox.registry().id().path() + "/webhooks/" + name)));
    return this;
  }

  /** What the relay needs besides to look at its registry's webhooks. */
  Street grantedSelfTest() {
    sandbox.arm().grants().grant(identity, Grants.REGISTRY_SELF_TEST);
    return this;
  }

  /** Gives the registry a receiver for Event Grid, which takes Entra tokens and these subscriptions. */
  Street eventGrid(String... subscriptions) {
    receivers.append("""
        eventgrid:
          subscriptions: [%s]
          topics: ['%s']
          entra: {authority: '%s', tenant: %s, audiences: [%s]}
        """.formatted(String.join(", ", subscriptions), sandbox.registry().id().path(), sandbox.entra().authority(),
        sandbox.entra().tenant(), AUDIENCE).indent(4));
    return this;
  }

  /** Subscribes the relay, where it listens now, to everything in the registry; to be said again after each start. */
  Subscription subscribe(String name, Schema schema) {
    URI receiver = URI.create("http://127.0.0.1:" + relay.port() + "/hooks/eventgrid/sandbox");
    return sandbox.subscribe(SubscriptionSettings.to(receiver, name, schema)
        .withTokens(sandbox.entra().tokens(EntraToken.v1(AUDIENCE, EntraAuthority.EVENT_GRID))));
  }

  /** Starts the relay, or starts it again over its old journal. */
  Street open() throws Exception {
    String head = """
        server: {host: 127.0.0.1, port: 0}
        management: {host: 127.0.0.1, port: 0}
        journal: {file: '${JOURNAL}'}
        azure:
          credential: managed-identity
          clientId: %s
          armEndpoint: %s
          trustedCertificates: '%s'
          deadline: 5s
          within: 20s
          pause: 100ms
        perPlan: 1000
        notify: {webhook: {url: '%s', secret: '%s'}}
        api: {local: true}
        registries:
          sandbox:
            host: '%s'
            plainHttp: true
            blobHosts: ['%s']
            webhook: {secrets: [{bearer: '${ACR_WEBHOOK_SECRET}'}]}
        %sapps:
        """.formatted(identity, sandbox.arm().endpoint(), sandbox.arm().caPem(), receiver.address(), receiver.secret(),
        sandbox.registry().host(), sandbox.registry().storageHost(), receivers.toString() + registryConfig);
    // The tests' own log settings come first on the class path and would keep the relay silent.
    relay = RelayProcess.start(place, List.of("-Dlogback.configurationFile=logback-json.xml",
        "--enable-native-access=ALL-UNNAMED", "-cp",
        System.getProperty("java.class.path"), "relay.RelayMain"), head + config,
        Map.of("IDENTITY_ENDPOINT", sandbox.identity().endpoint().toString(), "IDENTITY_HEADER",
            sandbox.identity().header(), "ACR_WEBHOOK_SECRET", SECRET));
    webhook("relay", "sandbox");
    registries.forEach(name -> webhook(name, name));
    return this;
  }

  private void webhook(String webhook, String registry) {
    sandbox.registry().removeWebhook(webhook);
    sandbox.registry().addWebhook(webhook, URI.create("http://127.0.0.1:" + relay.port() + "/hooks/acr/" + registry),
        Map.of("Authorization", "Bearer " + SECRET), REPOSITORY + ":*", Set.of("push"));
  }

  /** Moves the tag that this app follows, which the registry tells the relay. */
  void push(String app, String image) {
    sandbox.registry().tag(REPOSITORY, digest(image), app);
  }

  /** Moves the tag, and nobody is told. */
  void quietly(String app, String image) {
    sandbox.registry().tag(REPOSITORY, digest(image), app, Events.NONE);
  }

  /** Sends an event by hand, correctly authenticated; returns the status. */
  int tell(String tag, String digest) throws Exception {
    String body = """
        {"id":"%s","timestamp":"2026-11-22T10:00:00.1234567Z","action":"push","target":{"mediaType":
        "application/vnd.oci.image.manifest.v1+json","size":1,"length":1,"digest":"%s","repository":"%s","tag":"%s"},
        "request":{"id":"1","host":"%s","method":"PUT","useragent":"test"}}"""
        .formatted(UUID.randomUUID(), digest, REPOSITORY, tag, sandbox.registry().host());
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + relay.port() + "/hooks/acr/sandbox"))
          .header("Content-Type", "application/json").header("Authorization", "Bearer " + SECRET)
          .timeout(Duration.ofSeconds(20)).POST(HttpRequest.BodyPublishers.ofString(body)).build();
      return client.send(request, BodyHandlers.ofString()).statusCode();
    }
  }

  /** What the relay shows Prometheus. */
  String metrics() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + relay.managementPort() + "/metrics"))
          .build(), BodyHandlers.ofString()).body();
    }
  }

  /** How many writes ARM saw for this app's image. */
  long patches(String app) {
    return sandbox.arm().requests()
        .entries(entry -> entry.method().equals("PATCH") && entry.path().contains("/sites/" + app + "/")).size();
  }

  Sandbox sandbox() {
    return sandbox;
  }

  /** Whoever is told of what the relay did. */
  Receiver receiver() {
    return receiver;
  }

  RelayProcess relay() {
    return relay;
  }

  RelayApi api() {
    return new RelayApi(relay.port());
  }

  @Override
  public void close() throws IOException {
    if (relay != null) {
      relay.close();
    }
    receiver.close();
    sandbox.close();
  }
}
