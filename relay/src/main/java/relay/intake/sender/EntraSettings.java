package relay.intake.sender;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a token of Entra ID must say to be accepted.
 *
 * @param authority the one host that keys are requested from, without a path
 * @param tenant whose tokens are accepted, a GUID in lower case
 * @param audiences of which the token must name one: the application's id, or its URI in tokens of version 1
 * @param callers application ids of which one must be the caller's: those of Event Grid
 * @param role that the token must grant; empty when none is required
 * @param issuers whose tokens are accepted
 * @param keyHosts further hosts, with the port unless it is 443, that keys may be fetched from
 * @param skew how far the clocks may differ
 */
public record EntraSettings(URI authority, String tenant, Set<String> audiences, Set<String> callers,
    Optional<String> role, Set<String> issuers, Set<String> keyHosts, Duration skew) {
  public static final Duration MAX_SKEW = Duration.ofMinutes(5);
  /** Event Grid's own application in the public cloud, and in the US Government cloud. */
  public static final String EVENT_GRID = "4962773b-9cdb-44cf-a8bf-237846a00ab7";
  public static final String EVENT_GRID_US_GOVERNMENT = "54316b56-3481-47f9-8f30-0300f5542a7b";

  public EntraSettings {
    audiences = Set.copyOf(audiences);
    callers = Set.copyOf(callers);
    issuers = Set.copyOf(issuers);
    keyHosts = Set.copyOf(keyHosts);
    if (audiences.isEmpty() || callers.isEmpty() || issuers.isEmpty() || skew.compareTo(MAX_SKEW) > 0) {
      throw new IllegalArgumentException("audience, caller, issuer and times of a token must be checked");
    }
  }

  /** The issuers of version 1 and of version 2 tokens. */
  public static Set<String> issuersOf(URI authority, String tenant) {
    return Set.of("https://sts.windows.net/" + tenant + "/", plain(authority) + "/" + tenant + "/v2.0");
  }

  /** The authority's discovery document. */
  URI discovery() {
    return URI.create(plain(authority) + "/" + tenant + "/v2.0/.well-known/openid-configuration");
  }

  private static String plain(URI authority) {
    return authority.toString().replaceFirst("/+$", "");
  }
}
