package relay.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import relay.app.WebApp;
import relay.azure.arm.AzureSettings;
import relay.azure.arm.SiteId;
import sandbox.arm.ArmServer;
import sandbox.arm.Site;
import sandbox.arm.SiteHost;
import sandbox.arm.SiteSettings;
import sandbox.arm.TokenCheck;
import sandbox.identity.IdentityEndpoint;
import sandbox.identity.Token;
import sandbox.tls.LocalCertificate;
import sandbox.vault.Resolution;
import sandbox.wire.RequestLog;

/** The real SDK over TLS against the sandbox's Azure Resource Manager; every app in it is new. */
final class World {
  static final String TOKEN = "opaque-made-up-token";
  static final String IDENTITY = "7d9f3e21-58a4-4c6b-9a10-2e4b6c8d0f13";
  private static final String SUBSCRIPTION = "0a1b2c3d-1111-4222-8333-444455556666";
  private static final String GROUP = "rg-reviews-prod";

  /** What the listener was told. */
  record Heard(String operation, int status, Duration took, OptionalInt writesRemaining) {}

  /** A platform that only remembers what it was told, and shows what it is set to. */
  static final class Host implements SiteHost {
    final AtomicInteger restarts = new AtomicInteger();
    final Map<String, Resolution> references = new LinkedHashMap<>();
    volatile List<Instance> instances = List.of();
    volatile Optional<String> log = Optional.empty();
    volatile Duration staleReads = Duration.ZERO;
    volatile boolean stopped;
    volatile Optional<List<sandbox.arm.SiteStatus>> statuses = Optional.empty();

    @Override
    public Optional<List<sandbox.arm.SiteStatus>> statuses() {
      return statuses;
    }

    @Override
    public void configured(SiteSettings settings) {}

    @Override
    public void restart() {
      restarts.incrementAndGet();
    }

    @Override
    public boolean stopped() {
      return stopped;
    }

    @Override
    public List<Instance> instances() {
      return instances;
    }

    @Override
    public Optional<String> containerLogs() {
      return log;
    }

    @Override
    public Map<String, Resolution> references() {
      return references;
    }

    @Override
    public Optional<String> operationInProgress() {
      return Optional.empty();
    }

    @Override
    public Duration staleReads() {
      return staleReads;
    }
  }

  /** One web app. */
  final class App {
    final SiteId id = new SiteId(SUBSCRIPTION, GROUP, "app-" + apps.incrementAndGet());
    final Host host = new Host();
    final Site site;

    private App(String linuxFxVersion) {
      site = new Site(sandbox.arm.SiteId.of(SUBSCRIPTION, GROUP, id.site()),
          new Site.Details("West Europe", id.site() + ".azurewebsites.localhost", IDENTITY, false),
          new JsonObject().put("linuxFxVersion", linuxFxVersion), host, InstantSource.system());
      arm.add(site);
    }

    /** The relay's view of it, with ordinary bounds. */
    WebApp port() {
      return clients.webApp(id);
    }

    List<RequestLog.Entry> asked() {
      return arm.requests().entries(entry -> (entry.path() + "/").startsWith(id.resourceId() + "/"));
    }

    List<RequestLog.Entry> writes() {
      return asked().stream().filter(RequestLog.Entry::isWrite).toList();
    }
  }

  final Vertx vertx = Vertx.vertx();
  final ArmServer arm;
  final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger apps = new AtomicInteger();
  private final AzureClients clients;
  private volatile TokenCheck tokens = token -> token.equals(TOKEN)
      ? Optional.of(new TokenCheck.Caller(IDENTITY, "https://management.core.windows.net/"))
      : Optional.empty();

  World(Path folder) throws Exception {
    arm = ArmServer.start(vertx, LocalCertificate.create(folder), token -> tokens.caller(token)).await(20,
        TimeUnit.SECONDS);
    clients = clients(settings(Duration.ofSeconds(10), 4, Duration.ofSeconds(20)));
    warmUp();
  }

  /** The SDK loads its classes in its first call, which may take longer than the tests' deadlines on a busy machine. */
  private void warmUp() throws Exception {
    var patient = clients(settings(Duration.ofMinutes(2), 1, Duration.ofMinutes(2)));
    var _ = patient.webApp(app("DOCKER|nginx").id).look();
    heard.clear();
  }

  /** From now on the tokens of this identity endpoint are taken, and no others. */
  void tokens(IdentityEndpoint identity) {
    tokens = token -> identity.verify(token).filter(Token::isForArm)
        .map(each -> new TokenCheck.Caller(each.clientId(), each.audience()));
  }

  /** A web app that is configured to run this. */
  App app(String linuxFxVersion) {
    return new App(linuxFxVersion);
  }

  AzureSettings settings(Duration deadline, int tries, Duration within) {
    return new AzureSettings(AzureSettings.Credential.MANAGED_IDENTITY, Optional.empty(), Optional.empty(),
        arm.endpoint(), URI.create("https://login.microsoftonline.com/"), Optional.of(arm.caPem()), deadline, tries,
        within, Duration.ofMillis(40));
  }

  /** With ordinary bounds. */
  AzureClients clientsOfTheWorld() {
    return clients;
  }

  AzureClients clients(AzureSettings settings) throws IOException {
    return clients(settings, TOKEN);
  }

  AzureClients clients(AzureSettings settings, String token) throws IOException {
    return AzureClients.connect(settings,
        (operation, status, took, remaining) -> heard.add(new Heard(operation, status, took, remaining)), fixed(token));
  }

  void close() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private static TokenCredential fixed(String token) {
    return _ -> Mono.just(new AccessToken(token, OffsetDateTime.now(ZoneOffset.UTC).plusHours(1)));
  }
}
