package reviews.fuzz;

/** A condition that holds for any input. */
public final class Require {
  private Require() {}

  public static void that(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("does not hold for any bytes: " + what);
    }
  }
}
