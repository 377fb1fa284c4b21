package sandbox.registry;

/** What a client without credentials may do. */
public enum Anonymous {
  /** Nothing, as in a registry on Azure with its default settings. */
  NOTHING,
  /**
   * Ask for a token that pushes, but not for one that only pulls: build tools need no password, while whoever only reads must
   * show an identity, as on Azure.
   */
  PUSH,
  /** Push and pull. */
  ALL
}
