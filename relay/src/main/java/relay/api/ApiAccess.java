package relay.api;

import java.util.List;

/**
 * Who may use the API.
 *
 * @param tokens of their holders; while there are none, callers on this machine may look
 * @param local whether, while there are no tokens, callers on this machine may act too
 */
public record ApiAccess(List<ApiToken> tokens, boolean local) {
  /** No token, and this machine only looks. */
  public static final ApiAccess LOOKING = new ApiAccess(List.of(), false);

  public ApiAccess {
    tokens = List.copyOf(tokens);
    if (local && !tokens.isEmpty()) {
      throw new IllegalArgumentException("with tokens, nobody is served without one");
    }
  }
}
