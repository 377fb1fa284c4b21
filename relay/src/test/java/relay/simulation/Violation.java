package relay.simulation;

/**
 * A promise that was broken.
 *
 * @param promise its number in the product's list
 * @param kind a bounded word for what was seen, by which a shrunk history is known to break the same
 */
record Violation(int promise, String kind, String what) {
  boolean isLike(Violation other) {
    return promise == other.promise && kind.equals(other.kind);
  }

  @Override
  public String toString() {
    return "promise " + promise + " (" + kind + "): " + what;
  }
}
