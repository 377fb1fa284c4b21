package sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import sandbox.arm.ArmServer;
import sandbox.arm.Site;
import sandbox.arm.SiteId;
import sandbox.arm.TokenCheck;
import sandbox.entra.EntraAuthority;
import sandbox.eventgrid.EventGrid;
import sandbox.eventgrid.Subscription;
import sandbox.eventgrid.SubscriptionSettings;
import sandbox.eventgrid.Timing;
import sandbox.identity.IdentityEndpoint;
import sandbox.platform.AppHost;
import sandbox.platform.AppSpec;
import sandbox.platform.Platform;
import sandbox.platform.image.IdentityClient;
import sandbox.registry.Registry;
import sandbox.tls.LocalCertificate;
import sandbox.vault.Vaults;

/**
 * Azure on a laptop: registry, managed identities, Key Vault, resource manager, Entra ID, Event Grid and the platform, all on
 * loopback. A subscription to the registry's events with Entra-secured delivery takes these lines:
 * {@snippet :
 * var token = EntraToken.v1("api://relay", EntraAuthority.EVENT_GRID);
 * var subscription = sandbox.subscribe(SubscriptionSettings.to(receiver, "evgs-relay", Schema.CLOUD_EVENTS)
 *     .withTokens(sandbox.entra().tokens(token)));
 * subscription.duplicates(1);
 * sandbox.registry().put("reviews/web", "1.8.0", ImageSpec.revision("abc")); // is delivered, twice
 * }
 * A cut webhook, a scanner and a replica are {@code sandbox.registry().webhook("relay").orElseThrow().cutOff()}, {@code
 * sandbox.registry().quarantine(true)} and {@code sandbox.registry().replicas(1, wait)}.
 */
public final class Sandbox implements AutoCloseable {
  private final Vertx vertx;
  private final Path folder;
  private final boolean ownFolder;
  private final IdentityEndpoint identity;
  private final Registry registry;
  private final Vaults vault = new Vaults();
  private final LocalCertificate certificate;
  private final ArmServer arm;
  private final Platform platform;
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, SandboxApp> apps = new ConcurrentHashMap<>();
  private final Timing eventGridTiming;
  private Optional<EntraAuthority> entra = Optional.empty();
  private Optional<EventGrid> eventGrid = Optional.empty();

  private Sandbox(Options options) throws IOException {
    this.eventGridTiming = options.eventGrid();
    this.ownFolder = options.folder().isEmpty();
    this.folder = ownFolder ? Files.createTempDirectory("sandbox") : Files.createDirectories(options.folder().get());
    this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setFileSystemOptions(
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    // Making a key takes the longest of all: nobody needs to wait for it before the resource manager does.
    var made = CompletableFuture.supplyAsync(() -> certificate(folder.resolve("tls")));
    this.identity = IdentityEndpoint.start(vertx);
    this.registry = Registry.start(vertx, identity, options.registry());
    TokenCheck tokens = token -> identity.verify(token)
        .map(found -> new TokenCheck.Caller(found.clientId(), found.audience()));
    this.certificate = made.join();
    this.arm = ArmServer.start(vertx, certificate, tokens).await();
    arm.add(registry.management());
    this.platform = Platform.start(vertx, folder.resolve("platform"),
        new IdentityClient(identity.endpoint(), identity.header()), vault, Map.of(), options.engine());
  }

  private static LocalCertificate certificate(Path folder) {
    try {
      return LocalCertificate.create(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts everything; blocks until all of it listens. Not to be called from an event loop. */
  public static Sandbox start(Options options) throws IOException {
    return new Sandbox(options);
  }

  public Registry registry() {
    return registry;
  }

  public IdentityEndpoint identity() {
    return identity;
  }

  public Vaults vault() {
    return vault;
  }

  public ArmServer arm() {
    return arm;
  }

  /** The tenant's authority; started when it is first asked for, which takes a moment. Its certificate is ARM's. */
  public synchronized EntraAuthority entra() {
    if (entra.isEmpty()) {
      entra = Optional.of(EntraAuthority.start(vertx, certificate, IdentityEndpoint.TENANT_ID));
    }
    return entra.get();
  }

  /** Event Grid, which hears of everything in the registry; started when it is first asked for. */
  public synchronized EventGrid eventGrid() {
    if (eventGrid.isEmpty()) {
      eventGrid = Optional.of(EventGrid.start(vertx, eventGridTiming));
      RegistryTopic.connect(registry, eventGrid.get());
    }
    return eventGrid.get();
  }

  /** A subscription to the registry's events, as {@code az eventgrid event-subscription create} makes it; blocks. */
  public Subscription subscribe(SubscriptionSettings settings) {
    return eventGrid().subscribe(registry.id().path(), settings);
  }

  /** Images, containers and the certificate are in here. */
  public Path folder() {
    return folder;
  }

  /** What runs the containers, in a word for people. */
  public String engine() {
    return platform.engine();
  }

  /** Makes a web app, known to ARM and with an address of its own, and starts what the options name. */
  public SandboxApp createApp(String name, AppOptions options) {
    identity.addUserAssigned(options.identity());
    registry.grantPull(options.identity());
    SiteId id = SiteId.of(options.subscription(), options.resourceGroup(), name);
    String hostName = options.hostName().orElse(name + ".azurewebsites.localhost");
    AppHost host = platform.create(new AppSpec(id, hostName, options.identity(), options.settings(),
        platform.identityEnvironment(), options.affinity(), options.mood()));
    var config = new JsonObject().put("numberOfWorkers", options.mood().start().instances())
        .put("linuxFxVersion", options.linuxFxVersion())
        .put("acrUseManagedIdentityCreds", options.pullsWithIdentity())
        .put("acrUserManagedIdentityID", options.identity()).put("healthCheckPath", options.healthCheckPath());
    var site = new Site(id, new Site.Details("West Europe", hostName, options.identity(), options.affinity()), config,
        host, InstantSource.system());
    arm.add(site);
    host.configured(site.settings());
    var app = new SandboxApp(site, host, client);
    apps.put(name, app);
    return app;
  }

  /** Empty when there is none of this name. */
  public Optional<SandboxApp> app(String name) {
    return Optional.ofNullable(apps.get(name));
  }

  /** Ends every container, closes every port and deletes the folder, if it was a temporary one. */
  @Override
  public synchronized void close() throws IOException {
    platform.close();
    arm.close().await();
    entra.ifPresent(EntraAuthority::close);
    eventGrid.ifPresent(EventGrid::close);
    registry.close();
    identity.close();
    client.close();
    vertx.close().await();
    if (ownFolder) {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
