package relay.rollout.record;

/** In which way an image is at risk. */
public enum ImageRisk {
  /** The registry does not hold it, or not the platform's part of it. */
  MISSING("missing"),
  /** No tag names it, so that retention may purge it. */
  UNTAGGED("untagged");

  private final String label;

  ImageRisk(String label) {
    this.label = label;
  }

  /** The bounded word for it in metrics and records. */
  public String label() {
    return label;
  }
}
