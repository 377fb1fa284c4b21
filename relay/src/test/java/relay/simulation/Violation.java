package relay.simulation;

/** A promise that was broken; {@code promise} is its number in the product's list. */
record Violation(int promise, String what) {
  @Override
  public String toString() {
    return "promise " + promise + ": " + what;
  }
}
