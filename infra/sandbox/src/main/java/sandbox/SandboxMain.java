package sandbox;

/** Starts the program. */
public final class SandboxMain {
  private SandboxMain() {}

  public static void main(String[] args) {
    System.out.println("sandbox");
  }
}
