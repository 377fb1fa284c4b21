package sandbox.registry;

/**
 * Where an identity without the right to pull is turned away. Which of these ACR does depends on its mode and version, so a client
 * must cope with each.
 */
public enum NoRight {
  /** {@code /oauth2/exchange} answers 401: the identity has no role on the registry at all. */
  AT_EXCHANGE,
  /** It gets an access token that allows nothing; its use answers 401 with {@code error="insufficient_scope"}. */
  AT_USE,
  /** As {@link #AT_USE}, but the use answers 403 {@code DENIED}. */
  DENIED
}
