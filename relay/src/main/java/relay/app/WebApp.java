package relay.app;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import relay.image.PinnedImage;

/** One web app at Azure. Calls block and carry their own deadline: never on an event loop. */
public interface WebApp {
  /** Azure was seen to show older readings for 30 s after a write; what shows for longer than this is no older reading. */
  Duration READINGS_LAG = Duration.ofSeconds(70);

  /** One look at the site and its configuration. Writes nothing. */
  AppView look() throws WebAppException, InterruptedException;

  /**
   * Configures the app to run {@code target}, a digest and nothing else. Reads first and writes only a difference,
   * since any write may restart the app; reads back what it wrote. Safe to repeat.
   *
   * @param replaceable what the app may run at that moment; anything else is a change by someone else
   * @param permit checked right before each write
   */
  Switched deploy(PinnedImage target, Set<ConfiguredImage> replaceable, WritePermit permit)
      throws WebAppException, InterruptedException;

  /** As {@link #deploy}, for the rollback target. */
  Switched restore(RollbackTarget back, Set<ConfiguredImage> replaceable, WritePermit permit)
      throws WebAppException, InterruptedException;

  /** The app's Key Vault references and whether each is resolved; empty when it has none. */
  List<VaultReference> vaultReferences() throws WebAppException, InterruptedException;

  /** Lines of the container log not older than {@code since}, oldest first, at most the last 200, scrubbed. */
  List<String> containerLog(Instant since) throws WebAppException, InterruptedException;

  /** What the platform says of its instances; empty where it does not offer that or refuses it to the relay. */
  Optional<SiteStatus> siteStatus() throws WebAppException, InterruptedException;

  /** How many instances serve the app now; at least 1. */
  int instances() throws WebAppException, InterruptedException;

  /** Restarts the app. Repeating it restarts again. */
  void restart(WritePermit permit) throws WebAppException, InterruptedException;

  /** What became of a write. */
  sealed interface Switched {
    record Wrote() implements Switched {}

    /** It was configured so already: nothing was written. */
    record AlreadyThere() implements Switched {}

    /**
     * Someone else configured {@code found}.
     *
     * @param wrote whether a write of this call came before that, or may have; else nothing was written
     */
    record ChangedBySomeoneElse(ConfiguredImage found, boolean wrote) implements Switched {}
  }

  /** One Key Vault reference among the app's settings, never its value; {@code status} as Azure words it, or unknown. */
  record VaultReference(String setting, boolean resolved, String status) {}
}
