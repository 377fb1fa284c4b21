package relay.intake.sender;

import java.util.List;
import java.util.Optional;

/**
 * How senders prove themselves at one receiver: by every kind of proof that is configured, and by any one of the secrets,
 * so that those can be rotated.
 *
 * @param secrets empty when none is required
 * @param entra empty when no token of Entra ID is required
 */
public record SenderRules(List<SenderCheck> secrets, Optional<EntraSettings> entra) {
  public SenderRules {
    secrets = List.copyOf(secrets);
    if (secrets.isEmpty() && entra.isEmpty()) {
      throw new IllegalArgumentException("a receiver needs at least one sender check");
    }
  }

  /** Any one of these secrets, and nothing else. */
  public static SenderRules anyOf(List<SenderCheck> secrets) {
    return new SenderRules(secrets, Optional.empty());
  }
}
