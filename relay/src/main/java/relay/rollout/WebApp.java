package relay.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import relay.image.PinnedImage;

/** One web app at Azure. Calls block and carry their own deadline: never on an event loop. */
public interface WebApp {
  /** One look at the site and its configuration. Writes nothing. */
  AppView look() throws WebAppTrouble, InterruptedException;
  /**
   * Configures the app to run {@code target}, a digest and nothing else. Reads first and writes only a difference,
   * since any write may restart the app; reads back what it wrote. Safe to repeat.
   *
   * @param replaceable what the app may run at that moment; anything else is somebody else's change
   */
  Switched deploy(PinnedImage target, Set<Live> replaceable) throws WebAppTrouble, InterruptedException;
  /** As {@link #deploy}, for the way back; {@link WayBack.Nowhere} is not allowed. */
  Switched restore(WayBack back, Set<Live> replaceable) throws WebAppTrouble, InterruptedException;
  /** The app's Key Vault references and whether each is resolved; empty when it has none. */
  List<VaultReference> vaultReferences() throws WebAppTrouble, InterruptedException;
  /** Lines of the container log not older than {@code since}, oldest first, at most the last 200, as Azure sent them. */
  List<String> containerLog(Instant since) throws WebAppTrouble, InterruptedException;
  /** How many instances serve the app now; at least 1. */
  int instances() throws WebAppTrouble, InterruptedException;
  /** Restarts the app. Repeating it restarts again. */
  void restart() throws WebAppTrouble, InterruptedException;

  /** What became of a write. */
  sealed interface Switched {
    record Wrote() implements Switched {}
    /** It was configured so already: nothing was written. */
    record AlreadyThere() implements Switched {}
    /** Somebody else configured {@code found}: nothing was written. */
    record ChangedBySomeoneElse(Live found) implements Switched {}
  }

  /** One Key Vault reference among the app's settings, never its value; {@code status} as Azure words it, or unknown. */
  record VaultReference(String setting, boolean resolved, String status) {}
}
