package sandbox.platform.container;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The root of one container's file system, as a folder of this machine. */
record Rootfs(Path root) {
  private static final Pattern PIECE = Pattern.compile("[^:=,;]+");
  private static final List<String> LIBRARIES = List.of("lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu", "lib64",
      "usr/lib64", "lib", "usr/lib");

  /** A copy of an image for one container: files are hard links, so that only what is new takes room. */
  static Rootfs copy(Path image, Path to) throws IOException {
    Files.walkFileTree(image, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
          throws IOException {
        Path made = Files.createDirectories(to.resolve(image.relativize(folder)));
        Files.setPosixFilePermissions(made, Files.getPosixFilePermissions(folder));
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Path made = to.resolve(image.relativize(file));
        if (attributes.isSymbolicLink()) {
          Files.createSymbolicLink(made, Files.readSymbolicLink(file));
        } else {
          Files.createLink(made, file);
        }
        return FileVisitResult.CONTINUE;
      }
    });
    return new Rootfs(to);
  }

  /** Where a path of the image is on this machine. */
  Path path(String inImage) {
    return root.resolve(inImage.replaceFirst("^/+", ""));
  }

  /**
   * The text with every absolute path in it that leads into the image put under the root: class paths, {@code
   * -Dname=/path}. What does not start in one of the image's own top folders is left as it is.
   */
  String mapped(String text) {
    return PIECE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(piece(match.group())));
  }

  private String piece(String piece) {
    if (!piece.startsWith("/") || piece.startsWith("//") || piece.length() == 1) {
      return piece;
    }
    int end = piece.indexOf('/', 1);
    Path top = path(end < 0 ? piece : piece.substring(0, end));
    return Files.exists(top, LinkOption.NOFOLLOW_LINKS) ? path(piece).toString() : piece;
  }

  /** The program that a command names: a path of the image, or a name to be found on its {@code PATH}. */
  Optional<Path> program(String name, String searchPath, Path workdir) {
    Stream<Path> candidates = name.startsWith("/")
        ? Stream.of(path(name))
        : name.contains("/")
            ? Stream.of(workdir.resolve(name))
            : Stream.of(searchPath.split(File.pathSeparator)).map(folder -> path(folder).resolve(name));
    return candidates.filter(Files::isExecutable).filter(Files::isRegularFile).findFirst();
  }

  /** The image's own loader, through which its programs run on its own libraries; empty for an image without. */
  Optional<List<String>> loader() {
    Path loader = path("/lib64/ld-linux-x86-64.so.2");
    if (!Files.isExecutable(loader)) {
      return Optional.empty();
    }
    String libraries = LIBRARIES.stream().map(root::resolve).filter(Files::isDirectory).map(Path::toString)
        .collect(Collectors.joining(":"));
    return Optional.of(List.of(loader.toString(), "--library-path", libraries));
  }
}
