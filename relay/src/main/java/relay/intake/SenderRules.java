package relay.intake;

import java.util.List;
import java.util.Optional;

/**
 * How senders prove themselves at one door: by every kind of proof that is configured, and of the secrets by any one, so
 * that they can be rotated.
 *
 * @param secrets empty when none is asked for
 * @param entra empty when no token of Entra ID is asked for
 */
public record SenderRules(List<SenderCheck> secrets, Optional<EntraSettings> entra) {
  public SenderRules {
    secrets = List.copyOf(secrets);
    if (secrets.isEmpty() && entra.isEmpty()) {
      throw new IllegalArgumentException("a door needs at least one sender check");
    }
  }

  /** Any one of these secrets, and nothing else. */
  public static SenderRules anyOf(List<SenderCheck> secrets) {
    return new SenderRules(secrets, Optional.empty());
  }
}
