package sandbox.arm;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** One web app as ARM stores it. Reads can lag behind writes, as Azure's do at times. Safe for several threads. */
public final class Site {
  /**
   * What is fixed when the site is made.
   *
   * @param hostName the name under which the site is reached
   * @param identity client id of the user-assigned identity
   * @param affinity whether the front end keeps a visitor on one instance
   */
  public record Details(String location, String hostName, String identity, boolean affinity) {}

  private final SiteId id;
  private final Details details;
  private final SiteHost host;
  private final InstantSource clock;
  private JsonObject config;
  private JsonObject before;
  private Instant staleUntil = Instant.MIN;
  private Instant changed;

  /**
   * A site with the configuration of a new container app; the host is not told yet.
   *
   * @param first the members in which it differs from that
   */
  public Site(SiteId id, Details details, JsonObject first, SiteHost host, InstantSource clock) {
    this.id = id;
    this.details = details;
    this.host = host;
    this.clock = clock;
    this.config = new JsonObject().put("numberOfWorkers", 1).put("linuxFxVersion", "")
        .put("acrUseManagedIdentityCreds", true).putNull("acrUserManagedIdentityID").putNull("appSettings")
        .put("alwaysOn", true).put("appCommandLine", "").put("healthCheckPath", "").put("http20Enabled", true)
        .put("minTlsVersion", "1.2").put("ftpsState", "Disabled").mergeIn(first.copy());
    this.before = config;
    this.changed = clock.instant();
  }

  public SiteId id() {
    return id;
  }

  public Details details() {
    return details;
  }

  /** The image that is truly stored, whatever a read shows. */
  public synchronized String linuxFxVersion() {
    return config.getString("linuxFxVersion");
  }

  /** Somebody other than the relay sets an image. */
  public void change(String linuxFxVersion) {
    merge(new JsonObject().put("linuxFxVersion", linuxFxVersion), host.staleReads());
  }

  /** The number of instances shown from now on; the platform is not told, since nothing of the configuration changed. */
  public synchronized void scaled(int instances) {
    config = config.copy().put("numberOfWorkers", instances);
  }

  SiteHost host() {
    return host;
  }

  synchronized Instant lastModified() {
    return changed;
  }

  /** What a read shows now; a copy. */
  synchronized JsonObject shown() {
    return (clock.instant().isBefore(staleUntil) ? before : config).copy();
  }

  /** Replaces just the given members, tells the host, and answers with the whole configuration; a copy. */
  JsonObject merge(JsonObject members, Duration lag) {
    JsonObject after;
    SiteSettings settings;
    synchronized (this) {
      Instant now = clock.instant();
      if (!now.isBefore(staleUntil)) {
        before = config;
      }
      config = config.copy().mergeIn(members.copy());
      staleUntil = now.plus(lag);
      changed = now;
      after = config.copy();
      settings = settings();
    }
    host.configured(settings);
    return after;
  }

  /** What the platform acts on. */
  public synchronized SiteSettings settings() {
    return new SiteSettings(config.getString("linuxFxVersion", ""),
        Boolean.TRUE.equals(config.getBoolean("acrUseManagedIdentityCreds")),
        Objects.requireNonNullElse(config.getString("acrUserManagedIdentityID"), ""));
  }
}
