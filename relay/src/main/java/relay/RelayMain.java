package relay;

/** Starts the program. */
public final class RelayMain {
  private RelayMain() {}

  public static void main(String[] args) {
    System.out.println("relay");
  }
}
