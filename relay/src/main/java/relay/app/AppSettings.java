package relay.app;

import java.time.Duration;
import relay.health.HealthSettings;
import relay.health.ProofSettings;
import relay.image.Platform;
import relay.image.Repository;
import relay.image.TagPolicy;

/**
 * How the relay looks after one app.
 *
 * @param site the web app's resource id at Azure: what the journal knows the app by
 * @param registry the configured name of the registry
 * @param acceptStoredPassword an app that pulls with a stored password is a warning rather than a refusal
 * @param unknownDigestRetry how long a digest that the registry does not hold may still appear (replication)
 * @param drift what is done when someone else changed the image
 */
public record AppSettings(AppName name, String site, String registry, Repository repository, TagPolicy tags,
    Platform platform, Mode mode, HealthSettings health, ProofSettings proof, VaultGate vaultGate,
    boolean acceptStoredPassword, Duration unknownDigestRetry, Drift drift) {
  /** Whether the relay writes. */
  public enum Mode {
    /** Everything runs but the writes; the record says what would have been done. */
    OBSERVE,
    ACT
  }

  /** What is done when someone else changed the image. */
  public enum Drift {
    /** It is announced, and automatic rollouts wait until a person adopts or reverts it, or it ends by itself. */
    ALERT,
    /** The relay puts back what was there, at most twice a day; after that it is as {@link #ALERT}. */
    REVERT
  }

  /** What the Key Vault references must be before an app may be called healthy. */
  public enum VaultGate {
    /** A reference that was resolved before must be resolved after. */
    NO_WORSE,
    /** Every reference must be resolved. */
    ALL,
    OFF
  }
}
