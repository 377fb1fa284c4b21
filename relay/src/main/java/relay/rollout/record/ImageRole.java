package relay.rollout.record;

/** What an image is to an app that depends on it. */
public enum ImageRole {
  LIVE("live"),
  /** What the app returns to when the live image has to go. */
  ROLLBACK_TARGET("rollback-target");

  private final String label;

  ImageRole(String label) {
    this.label = label;
  }

  /** The bounded word for it in metrics and records. */
  public String label() {
    return label;
  }
}
