package sandbox.tour;

/** Starts the program. */
public final class Tour {
  private Tour() {}

  public static void main(String[] args) {
    System.out.println("sandbox.tour");
  }
}
