package sandbox.platform.container;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import sandbox.platform.image.ImageSource;

/** What runs containers. */
public interface Runner extends AutoCloseable {
  /**
   * A container to start.
   *
   * @param folder an empty folder of its own
   * @param image unpacked; other containers share it
   * @param environment beside what the image itself sets, and stronger than that; holds secrets
   */
  record Container(String name, Path folder, ImageSource.Pulled image, Map<String, String> environment) {
    @Override
    public String toString() {
      return "Container[" + name + "]";
    }
  }

  /** A started container. */
  interface Running {
    /** Completed with the exit code once it is gone. */
    CompletableFuture<Integer> exit();

    /** Asks it to end, and ends it after {@code grace}. Returns when it is gone; safe to repeat. */
    void stop(Duration grace) throws InterruptedException;
  }

  /** Plain processes of this machine. */
  static Runner processes() {
    return new ProcessRunner();
  }

  /**
   * Podman with runc; empty where a container does not really start with it.
   *
   * @param folder where it may try that
   */
  static Optional<Runner> podman(Path folder) throws IOException {
    return PodmanRunner.works(folder) ? Optional.of(new PodmanRunner()) : Optional.empty();
  }

  /** What it runs containers with, in a word for people. */
  String name();

  /** Starts and returns at once; {@code output} gets the container's lines. */
  Running start(Container container, Consumer<String> output) throws IOException;

  /** Ends whatever still runs. */
  @Override
  void close();
}
