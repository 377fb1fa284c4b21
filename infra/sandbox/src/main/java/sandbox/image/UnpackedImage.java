package sandbox.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs what is in unpacked layers as a plain process: the image's own program through the image's own loader and libraries, so
 * that nothing of this machine's file system is needed.
 *
 * @param root the folder that the layers were unpacked into
 */
public record UnpackedImage(Path root) {
  /**
   * The command for an image's entry point. The program and nothing else is looked up below {@link #root}: arguments that name
   * absolute paths of the image do not work here, those relative to the {@link #workingDirectory} do.
   *
   * @throws IOException when the image has no such program or no loader
   */
  public List<String> command(List<String> entrypoint) throws IOException {
    Path program = inside(entrypoint.getFirst());
    if (!Files.isRegularFile(program)) {
      throw new IOException("the image has no " + entrypoint.getFirst());
    }
    var command = new ArrayList<String>();
    command.add(loader().toString());
    command.add("--library-path");
    command.add(libraryPath());
    command.add(program.toString());
    command.addAll(entrypoint.subList(1, entrypoint.size()));
    return command;
  }
  /** Where to start it; the root when the image names none. */
  public Path workingDirectory(Optional<String> named) {
    return named.map(this::inside).orElse(root);
  }

  private Path inside(String path) {
    Path inside = root.resolve(path.replaceFirst("^/+", "")).normalize();
    if (!inside.startsWith(root)) {
      throw new IllegalArgumentException("the path leaves the image");
    }
    return inside.toAbsolutePath();
  }
  private Path loader() throws IOException {
    for (String folder : List.of("lib64", "lib")) {
      Path place = root.resolve(folder);
      if (Files.isDirectory(place)) {
        try (Stream<Path> files = Files.list(place)) {
          Optional<Path> found = files.filter(file -> file.getFileName().toString().matches("ld-linux-.*\\.so\\.\\d+"))
              .findFirst();
          if (found.isPresent()) {
            return found.get().toAbsolutePath();
          }
        }
      }
    }
    throw new IOException("the image has no loader of glibc");
  }
  private String libraryPath() throws IOException {
    var folders = new ArrayList<Path>();
    for (String folder : List.of("lib", "lib64", "usr/lib")) {
      Path place = root.resolve(folder);
      if (Files.isDirectory(place)) {
        folders.add(place);
        try (Stream<Path> below = Files.list(place)) {
          below.filter(Files::isDirectory).sorted().forEach(folders::add);
        }
      }
    }
    return folders.stream().map(folder -> folder.toAbsolutePath().toString()).collect(Collectors.joining(":"));
  }
}
