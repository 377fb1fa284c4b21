package relay.reconcile;

/** What can be wrong with the way from a registry to its receiver. */
public enum HookFault {
  /** Azure knows no such webhook. */
  MISSING("missing"),
  DISABLED("disabled"),
  /** Its actions or its scope leave out pushes that an app follows. */
  SCOPE("scope"),
  /** It sends to another path than that of this registry's receiver. */
  ELSEWHERE("elsewhere"),
  /** A ping did not arrive in time. */
  PING_LOST("ping-lost"),
  /** Nothing at all was delivered for long. */
  SILENT("silent"),
  /** It cannot be looked at: the identity lacks a right, or Azure does not answer. */
  UNSEEN("unseen");

  private final String label;

  HookFault(String label) {
    this.label = label;
  }

  /** The bounded word for it in metrics. */
  public String label() {
    return label;
  }
}
