package sandbox.tour;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * {@code mvn -Psandbox}: v1 goes live, v2 rolls out, broken v3 is rolled back by itself, a manual rollback returns to v1.
 * Ends with 0 only if every step ended as expected; without {@code -Dsandbox.exit=true} it then stays up.
 */
public final class Tour {
  private Tour() {}

  public static void main(String[] args) throws Exception {
    // Maven alone may be killed: this process must not outlive it.
    ProcessHandle.current().parent().ifPresent(maven -> {
      var _ = maven.onExit().thenRun(() -> System.exit(143));
    });
    if (!System.getProperty("os.name").equals("Linux") || !hasGlibc()) {
      System.out.println("The sandbox runs the images' own Java, which needs Linux with glibc; this machine has none.");
      System.exit(1);
    }
    System.exit(play() ? 0 : 1);
  }

  private static boolean hasGlibc() {
    return Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2")) || Files.exists(Path.of("/lib/ld-linux-aarch64.so.1"));
  }

  private static boolean play() throws Exception {
    var narrator = new Narrator(System.out);
    Path relayJar = Path.of(System.getProperty("relay.jar", ""));
    Path reviewsJar = Path.of(System.getProperty("reviews.jar", ""));
    Path folder = Files.createDirectories(Path.of("target", "tour")).toAbsolutePath();
    var ended = new CountDownLatch(1);
    try (Stage stage = Stage.open(folder, relayJar, reviewsJar, narrator)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        stage.strike();
        ended.countDown();
      }, "curtain"));
      boolean asExpected = new Play(stage, narrator).play();
      if (!asExpected || Boolean.getBoolean("sandbox.exit")) {
        return asExpected;
      }
      narrator.whatToTry(stage, relayJar);
      ended.await();
      return true;
    }
  }

  /** How long any one step may take on a slow machine. */
  static final Duration PATIENCE = Duration.ofSeconds(90);
}
