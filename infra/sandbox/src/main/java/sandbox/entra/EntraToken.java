package sandbox.entra;

import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A token to be made: right as {@link #v1} and {@link #v2} give it, wrong in whatever way a test wants it.
 *
 * @param version 1 or 2
 * @param audience app id or App ID URI of who shall take it
 * @param caller app id of who holds it: {@code appid} in version 1, {@code azp} in version 2
 * @param changed claims that differ from a right token's, and further ones
 * @param left claims that are left out
 */
public record EntraToken(int version, String audience, String caller, Map<String, Object> changed, Set<String> left,
    Signing signing) {
  public static EntraToken v1(String audience, String caller) {
    return new EntraToken(1, audience, caller, Map.of(), Set.of(), new Signing.Current());
  }

  public static EntraToken v2(String audience, String caller) {
    return new EntraToken(2, audience, caller, Map.of(), Set.of(), new Signing.Current());
  }

  /** With this claim instead of the right one, or beside the right ones; times are {@link Date}s or seconds. */
  public EntraToken with(String claim, Object value) {
    var more = new LinkedHashMap<>(changed);
    more.put(claim, value);
    return new EntraToken(version, audience, caller, more, left, signing);
  }

  public EntraToken without(String claim) {
    var less = new HashSet<>(left);
    less.add(claim);
    return new EntraToken(version, audience, caller, changed, less, signing);
  }

  public EntraToken withRoles(String... roles) {
    return with("roles", List.of(roles));
  }

  /** Issued and valid from then on. */
  public EntraToken validFrom(Instant when) {
    return with("nbf", Date.from(when)).with("iat", Date.from(when));
  }

  public EntraToken validUntil(Instant when) {
    return with("exp", Date.from(when));
  }

  public EntraToken signed(Signing other) {
    return new EntraToken(version, audience, caller, changed, left, other);
  }
}
