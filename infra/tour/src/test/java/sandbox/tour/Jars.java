package sandbox.tour;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The jars as they are shipped, which {@code mvn package}, {@code verify} and {@code install} build before these tests. */
final class Jars {
  private Jars() {}

  /** That of the module in this folder of the project; empty where it was not built. */
  static Optional<Path> of(String module) throws IOException {
    Path folder = Path.of("../..", module, "target");
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().endsWith("-app.jar")).findFirst();
    }
  }
}
