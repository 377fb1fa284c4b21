package relay.api;

/**
 * A token that may use the API, known only by its hash.
 *
 * @param name of its holder, as it stands in the audit
 * @param sha256 of the token's text, 64 lower-case hex digits: tokens are long and random, so a plain hash suffices
 */
public record ApiToken(String name, Role role, String sha256) {
  /** What the holder may do; each role may do what those before it may. */
  public enum Role {
    VIEWER,
    OPERATOR,
    ADMIN
  }
}
