package sandbox.registry;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import sandbox.arm.ManagedResource;
import sandbox.arm.RegistryId;
import sandbox.arm.registry.ManagedRegistry;
import sandbox.arm.registry.WebhookSettings;
import sandbox.identity.IdentityEndpoint;
import sandbox.registry.content.Manifest;
import sandbox.registry.content.Repositories;
import sandbox.registry.event.AcrEvent;
import sandbox.registry.event.Delivery;
import sandbox.registry.event.Quarantine;
import sandbox.registry.event.RegistryEvent;
import sandbox.registry.event.Webhook;
import sandbox.registry.event.Webhooks;
import sandbox.registry.protocol.Sha256;
import sandbox.wire.RequestLog;

/**
 * An Azure Container Registry on loopback, over plain HTTP: OCI push and pull, ACR's token exchange, blobs by redirect to a second
 * port, webhooks, and faults on demand. Its helpers put and delete images without HTTP and raise the events that a client would
 * have raised. May be used from any thread.
 */
public final class Registry implements AutoCloseable {
  /** Whether a helper tells the webhooks. */
  public enum Events {
    RAISED,
    NONE
  }

  private final Vertx vertx;
  private final Repositories repositories;
  private final Access access;
  private final Webhooks webhooks;
  private final Options options;
  private final Quarantine quarantine = new Quarantine();
  private final Faults faults = new Faults();
  private final Arrivals arrivals;
  private final RequestLog requests = new RequestLog();
  private final RequestLog storageRequests = new RequestLog();
  private final AtomicReference<String> host = new AtomicReference<>("");
  private final AtomicReference<String> storageHost = new AtomicReference<>("");
  private String deployment = "";

  private Registry(Vertx vertx, IdentityEndpoint identities, Options options) {
    this.vertx = vertx;
    this.options = options;
    this.repositories = new Repositories(options.folder());
    this.access = new Access(options, identities, host::get);
    this.webhooks = new Webhooks(vertx, options.webhookTimeLimit(), options.location());
    this.arrivals = new Arrivals(repositories, quarantine, faults);
  }

  /** Blocks until it listens; not to be called from an event loop. No identity has a right yet: see {@link #grantPull}. */
  public static Registry start(Vertx vertx, IdentityEndpoint identities, Options options) {
    var registry = new Registry(vertx, identities, options);
    var server = new RegistryServer(options, registry.access, registry.faults, registry.repositories,
        registry.quarantine, registry.webhooks, new RegistryServer.Hosts(registry.host, registry.storageHost),
        registry.requests,
        registry.storageRequests);
    registry.deployment = vertx
        .deployVerticle(server, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)).await();
    return registry;
  }

  /** {@code 127.0.0.1:PORT}. */
  public String host() { return host.get(); }

  /** {@code localhost:PORT} of the storage that blobs are redirected to: another host name than {@link #host}, as on Azure. */
  public String storageHost() {
    return storageHost.get();
  }

  /** Name and password of the one who may push, pull and delete with Basic credentials. */
  public String user() {
    return options.user();
  }

  public String password() { return options.password(); }

  public RequestLog requests() { return requests; }

  public RequestLog storageRequests() { return storageRequests; }

  public Faults faults() { return faults; }

  /** AcrPull for an identity; counts from the next token on, as on Azure. */
  public void grantPull(String clientId) {
    access.grantPull(clientId);
  }

  /** Tokens given before stay good until they expire, as on Azure; see {@link #forgetTokens}. */
  public void revokePull(String clientId) {
    access.revokePull(clientId);
  }

  /** AcrPush, which includes pulling. */
  public void grantPush(String clientId) { access.grantPush(clientId); }

  public void revokePush(String clientId) { access.revokePush(clientId); }

  /** Where an identity without a right is turned away; {@link NoRight#AT_EXCHANGE} at first. */
  public void noRight(NoRight answer) {
    access.noRight(answer);
  }

  /** Makes every refresh and access token given so far worthless. */
  public void forgetTokens() {
    access.forgetTokens();
  }

  /**
   * Adds a webhook, enabled; one of the same name is replaced.
   *
   * @param serviceUri credentials in it become Basic
   * @param scope {@code repo:*}, {@code repo:tag}, {@code repo} for its tag latest, or empty for the whole registry
   * @param actions of push, delete and quarantine
   */
  public Webhook addWebhook(String name, URI serviceUri, Map<String, String> customHeaders, String scope,
      Set<String> actions) {
    return webhooks
        .add(new Webhook(name, new WebhookSettings(serviceUri, customHeaders, scope, actions, true, Map.of())));
  }

  /** Takes a webhook away, and its lines of the delivery log with it. */
  public void removeWebhook(String name) {
    var _ = webhooks.remove(name);
  }

  /** Empty when there is none of this name. */
  public Optional<Webhook> webhook(String name) {
    return webhooks.get(name);
  }

  public List<Webhook> webhooks() { return webhooks.all(); }

  /** The delivery log of all webhooks, in order of completion. */
  public List<Delivery> deliveries() {
    return webhooks.deliveries();
  }

  /** Sends a ping; completes with what came of it, fails when there is no such webhook. */
  public Future<Delivery> ping(String webhook) {
    return webhooks.ping(webhook);
  }

  /** Tells everything that the registry tells, whatever webhooks there are; called on the thread that made it happen. */
  public void listen(Consumer<RegistryEvent> listener) {
    webhooks.listen(listener);
  }

  /** What the resource manager manages. */
  public ManagedResource management() {
    return new ManagedRegistry(new RegistryManagement(options, webhooks, quarantine, host::get));
  }

  /** The resource id: also the topic of its events at Event Grid. */
  public RegistryId id() {
    return options.id();
  }

  /**
   * A geo-replicated registry: each push is repeated by so many replicas under new ids, the first after this time, the next after
   * twice of it.
   */
  public void replicas(int count, Duration after) { webhooks.replicas(count, after); }

  /** Waits until no delivery is under way or planned; false when that takes longer. */
  public boolean awaitDelivered(Duration atMost) throws InterruptedException {
    return webhooks.awaitQuiet(atMost);
  }

  /** Puts an image under a tag and raises the events of a push: children first and untagged, then the tagged manifest. */
  public PushedImage put(String repository, String tag, ImageSpec spec) {
    return put(repository, Optional.of(tag), spec, Events.RAISED);
  }

  /** As {@link #put(String, String, ImageSpec)}; with an empty {@code tag} by digest only. */
  public PushedImage put(String repository, Optional<String> tag, ImageSpec spec, Events events) {
    ImageSpec.Built built = spec
        .build(subject -> repositories.manifest(repository, subject).map(Manifest::size).orElse(0L));
    for (Buffer blob : built.blobs()) {
      repositories.putBlob(repository, Sha256.of(blob), blob);
    }
    var origin = AcrEvent.Origin.of(host(), "PUT", "sandbox");
    var raised = new ArrayList<AcrEvent>();
    Manifest top = built.manifests().getLast();
    for (Manifest manifest : built.manifests()) {
      Optional<String> under = manifest.equals(top) ? tag : Optional.empty();
      raised.addAll(arrivals.take(repository, under, manifest, origin));
    }
    raise(events, raised);
    return new PushedImage(host(), repository, tag, top.digest(), top.mediaType(), top.size(), built.children());
  }

  /** Moves or sets a tag, which is a push event of its own; throws when the registry has no such digest there. */
  public void tag(String repository, String existingDigest, String tag) {
    tag(repository, existingDigest, tag, Events.RAISED);
  }

  public void tag(String repository, String existingDigest, String tag, Events events) {
    Manifest manifest = repositories.manifest(repository, existingDigest).orElseThrow(
        () -> new IllegalArgumentException(repository + " holds no " + existingDigest));
    raise(events,
        arrivals.take(repository, Optional.of(tag), manifest, AcrEvent.Origin.of(host(), "PUT", "sandbox")));
  }

  /** From now on what is pushed waits for {@link #release}, in every repository; off, what waits goes on waiting. */
  public void quarantine(boolean on) {
    quarantine.everywhere(on);
  }

  /** As {@link #quarantine(boolean)}, for one repository. */
  public void quarantine(String repository, boolean on) {
    quarantine.of(repository, on);
  }

  /** The scanner passes a manifest, with the children of an index: their pushes are told now. Whether any was held. */
  public boolean release(String repository, String digest) {
    var pushes = new ArrayList<AcrEvent>();
    repositories.manifest(repository, digest).filter(Manifest::isIndex)
        .ifPresent(index -> index.references().forEach(child -> pushes.addAll(quarantine.release(repository, child))));
    pushes.addAll(quarantine.release(repository, digest));
    raise(Events.RAISED, pushes);
    return !pushes.isEmpty();
  }

  /** Tells of a chart in the legacy Helm repository, which is not an OCI artifact and is not kept here. */
  public void pushChart(String name, String version) {
    raise(Events.RAISED, List.of(AcrEvent.chart("chart_push", name, version, chart(name, version))));
  }

  public void deleteChart(String name, String version) {
    raise(Events.RAISED, List.of(AcrEvent.chart("chart_delete", name, version, chart(name, version))));
  }

  private static Manifest chart(String name, String version) {
    Buffer bytes = Buffer.buffer("chart " + name + " " + version);
    return new Manifest(Sha256.of(bytes), "application/vnd.acr.helm.chart", bytes);
  }

  /** Removes a tag and leaves its manifest, which raises no event; whether there was one. */
  public boolean deleteTag(String repository, String tag) {
    return repositories.deleteTag(repository, tag);
  }

  /** Removes a manifest with its tags and raises {@code delete}; whether there was one. */
  public boolean deleteManifest(String repository, String digest) {
    return deleteManifest(repository, digest, Events.RAISED);
  }

  public boolean deleteManifest(String repository, String digest, Events events) {
    Optional<Manifest> gone = repositories.deleteManifest(repository, digest);
    gone.ifPresent(manifest -> raise(events,
        List.of(AcrEvent.delete(repository, manifest, AcrEvent.Origin.of(host(), "DELETE", "sandbox")))));
    return gone.isPresent();
  }

  /** What a tag names now; empty when there is none. A digest that is there names itself. */
  public Optional<String> digestOf(String repository, String reference) {
    return repositories.manifest(repository, reference).map(Manifest::digest);
  }

  /** In lexical order; empty when there is no such repository. */
  public List<String> tags(String repository) {
    return repositories.tags(repository);
  }

  public List<String> repositories() { return repositories.names(); }

  @Override
  public void close() {
    vertx.undeploy(deployment).await();
    webhooks.close();
  }

  private void raise(Events events, List<AcrEvent> all) {
    if (events == Events.RAISED) {
      webhooks.prepare(all).run();
    }
  }
}
