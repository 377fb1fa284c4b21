package sandbox.arm;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sandbox.vault.Resolution;

/**
 * What stands behind a site: the platform that runs it. ARM calls it from its event loop, so that no method may wait;
 * as on Azure, a change is taken at once and takes effect later.
 */
public interface SiteHost {
  /** A machine that runs the site; {@code READY} does not tell which image it runs. */
  record Instance(String id, State state) {
    /** The states of ARM's instance list. */
    public enum State {
      READY,
      STOPPED,
      UNKNOWN
    }
  }

  /** The stored configuration was written: every write restarts the app. */
  void configured(SiteSettings settings);

  void restart();

  boolean stopped();

  List<Instance> instances();

  /**
   * What the platform says of each instance; empty where the platform does not offer it, which ARM answers with 404.
   */
  default Optional<List<SiteStatus>> statuses() {
    return Optional.empty();
  }

  /** Empty when there is no log yet. */
  Optional<String> containerLogs();

  /** By the name of the app setting, those settings only that are Key Vault references. */
  Map<String, Resolution> references();

  /** The id of a change that is still being carried out; empty when there is none. */
  Optional<String> operationInProgress();

  /** For how long a read shows the old configuration after a write. */
  Duration staleReads();
}
