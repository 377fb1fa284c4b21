package relay.simulation;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import relay.app.AppName;
import relay.app.ConfiguredImage;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.PinnedImage;

/** The world of one history: its sites, registries and images, and what people and senders did with them. */
final class Fleet {
  static final ConfiguredImage PLACEHOLDER = new ConfiguredImage("DOCKER|mcr.microsoft.com/appsvc/staticsite:latest");
  static final ConfiguredImage FOREIGN = new ConfiguredImage("DOCKER|other.azurecr.io/x:1");
  private final Baton baton;
  private final RandomGenerator random;
  private final SimulatedApp.Watcher watcher;
  private final Images images = new Images();
  private final Map<String, AppSetup> setups = new LinkedHashMap<>();
  private final Map<String, Site> sites = new HashMap<>();
  private final Map<String, SimulatedRegistry> registries = new LinkedHashMap<>();
  private final Map<String, Duration> lastAct = new HashMap<>();
  private final Map<PinnedTag, Duration> told = new HashMap<>();
  private final Set<String> reconfigured = new HashSet<>();

  private record PinnedTag(ImageReference tag, Digest digest) {}

  /** One web app with all that belongs to it. */
  record Site(SimulatedApp app, SimulatedProbe probe, SitePlatform platform) {
    void calm() {
      app.calm();
      probe.calm();
    }
  }

  Fleet(Baton baton, RandomGenerator random, List<AppSetup> apps, SimulatedApp.Watcher watcher) {
    this.baton = baton;
    this.random = random;
    this.watcher = watcher;
    for (AppSetup setup : apps) {
      registries.computeIfAbsent(setup.value("registry"), _ -> new SimulatedRegistry(baton, images, random));
    }
    apps.forEach(this::put);
  }

  private void put(AppSetup setup) {
    setups.put(setup.handle(), setup);
    sites.computeIfAbsent(setup.value("site"), _ -> site(setup));
  }

  private Site site(AppSetup setup) {
    var platform = new SitePlatform(baton, images, random, digest -> isHeld(setup, digest), first(setup),
        Integer.parseInt(setup.value("instances")));
    return new Site(new SimulatedApp(baton, random, platform, setup, watcher),
        new SimulatedProbe(baton, images, platform, random), platform);
  }

  private boolean isHeld(AppSetup setup, Digest digest) {
    return registry(setup).has(setup.repository().at(digest));
  }

  private ConfiguredImage first(AppSetup setup) {
    String runs = setup.value("runs");
    if (runs.equals("foreign")) {
      return PLACEHOLDER;
    }
    if (runs.startsWith("tag:")) {
      ImageReference tag = setup.repository().tagged(runs.substring("tag:".length()));
      registry(setup).tag(tag, image(setup, "v0"));
      return new ConfiguredImage("DOCKER|" + tag);
    }
    registry(setup).hold(image(setup, runs));
    return ConfiguredImage.of(image(setup, runs));
  }

  /** The configuration of that app is another one from now on. */
  void configure(String handle, String change) {
    reconfigured.add(handle + " " + change.substring(0, change.indexOf('=')));
    put(setup(handle).with(change));
  }

  boolean wasConfigured(String handle, String key) {
    return reconfigured.contains(handle + " " + key);
  }

  /** The world is calm from now on, and every app is listed and acted on. */
  void calm() {
    sites.values().forEach(Site::calm);
    registries.values().forEach(SimulatedRegistry::calm);
    List.copyOf(setups.values()).forEach(setup -> put(setup.with("mode=act").with("listed=yes")));
  }

  Images images() {
    return images;
  }

  AppSetup setup(String handle) {
    return Objects.requireNonNull(setups.get(handle), handle);
  }

  Collection<AppSetup> setups() {
    return setups.values();
  }

  /** Those that the configuration names. */
  List<AppSetup> listed() {
    return setups.values().stream().filter(setup -> setup.is("listed")).toList();
  }

  Optional<AppSetup> named(AppName name) {
    return setups.values().stream().filter(setup -> setup.name().equals(name)).findFirst();
  }

  Optional<AppSetup> of(SimulatedApp app) {
    return setups.values().stream().filter(setup -> site(setup.handle()).app() == app).findFirst();
  }

  Site site(String handle) {
    return Objects.requireNonNull(sites.get(setup(handle).value("site")));
  }

  SimulatedRegistry registry(AppSetup setup) {
    return Objects.requireNonNull(registries.get(setup.value("registry")));
  }

  Map<String, SimulatedRegistry> registries() {
    return registries;
  }

  PinnedImage image(AppSetup setup, String name) {
    return images.of(setup.repository(), name);
  }

  /** What the app's tags name as the newest now. */
  Optional<ImageReference> newest(AppSetup setup) {
    return setup.policy().newest(registry(setup).tagsOf(setup.repository())).map(setup.repository()::tagged);
  }

  /** A person did something with the app. */
  void acted(String handle) {
    lastAct.put(handle, baton.elapsed());
  }

  Optional<Duration> lastAct(String handle) {
    return Optional.ofNullable(lastAct.get(handle));
  }

  /** An event was acknowledged. */
  void told(ImageReference tag, Digest digest) {
    told.put(new PinnedTag(tag, digest), baton.elapsed());
  }

  /** When an event of this digest under this tag was acknowledged last. */
  Optional<Duration> lastTold(ImageReference tag, Digest digest) {
    return Optional.ofNullable(told.get(new PinnedTag(tag, digest)));
  }

  /** Whether any event of this digest was acknowledged. */
  boolean wasTold(Digest digest) {
    return told.keySet().stream().anyMatch(known -> known.digest().equals(digest));
  }
}
