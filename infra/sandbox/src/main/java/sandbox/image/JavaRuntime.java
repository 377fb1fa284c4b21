package sandbox.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Java runtimes for images: linked from the running JDK, with the shared objects of this machine that they need, as a folder that
 * is the root of a file system. Each set of modules is made once per cache folder, whoever asks, in whatever process.
 */
final class JavaRuntime {
  private static final List<Path> LOADERS = List.of(Path.of("/lib64/ld-linux-x86-64.so.2"),
      Path.of("/lib/ld-linux-aarch64.so.1"));
  private final Path cache;
  private final Path javaHome = Path.of(System.getProperty("java.home", ""));

  JavaRuntime(Path cache) { this.cache = cache; }

  /** The root folder: {@code jre/} and the libraries under their own paths. Blocks for some seconds the first time. */
  Path root(Set<String> modules) throws IOException, InterruptedException {
    String name = "jlink-" + hash(modules);
    Path done = cache.resolve(name);
    if (Files.isDirectory(done)) {
      return done;
    }
    Files.createDirectories(cache);
    // A file lock keeps other processes out, the monitor other threads of this one, for whom the lock would be an error.
    synchronized (JavaRuntime.class) {
      try (
          var channel = FileChannel.open(cache.resolve(name + ".lock"), StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        if (!Files.isDirectory(done)) {
          Path half = Files.createTempDirectory(cache, name + "-");
          link(modules, half.resolve("jre"));
          addLibraries(half);
          Files.move(half, done, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
    return done;
  }

  private String hash(Set<String> modules) {
    String what = new TreeSet<>(modules) + " " + Runtime.version() + " " + System.getProperty("os.arch") + " 1";
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** From the run-time image itself when the JDK has no jmods folder, which is jlink's own choice since 24. */
  private void link(Set<String> modules, Path target) throws IOException, InterruptedException {
    run(List.of(javaHome.resolve("bin/jlink").toString(), "--add-modules", String.join(",", new TreeSet<>(modules)),
        "--strip-debug", "--no-header-files", "--no-man-pages", "--compress", "zip-6", "--output", target.toString()),
        "");
    // Class data sharing halves the start. Not by jlink itself: only a fixed heap dumps the same bytes each time.
    run(List.of(target.resolve("bin/java").toString(), "-Xshare:dump", "-XX:+UseG1GC", "-Xms128m", "-Xmx128m"), "");
  }

  private void addLibraries(Path root) throws IOException, InterruptedException {
    Path loader = LOADERS.stream().filter(Files::exists).findFirst().orElseThrow(
        () -> new IOException("images can be built on Linux with glibc only: there is no loader of it here"));
    copy(loader, root);
    Path jre = root.resolve("jre");
    String own = jre.resolve("lib/server") + ":" + jre.resolve("lib");
    List<Path> binaries;
    try (Stream<Path> files = Files.walk(jre)) {
      binaries = files.filter(JavaRuntime::isBinary).sorted().toList();
    }
    for (Path binary : binaries) {
      for (String line : run(List.of(loader.toString(), "--list", binary.toString()), own).split("\n")) {
        // "libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f...)"
        String[] parts = line.strip().split(" ");
        if (parts.length > 2 && parts[1].equals("=>") && parts[2].startsWith("/")) {
          Path library = Path.of(parts[2]).normalize();
          if (!library.startsWith(jre)) {
            copy(library, root);
          }
        }
      }
    }
  }

  private static boolean isBinary(Path file) {
    return file.toString().endsWith(".so") || file.endsWith("bin/java");
  }

  private static void copy(Path library, Path root) throws IOException {
    Path target = root.resolve(library.toString().substring(1));
    if (!Files.exists(target)) {
      Files.createDirectories(target.getParent());
      Files.copy(library.toRealPath(), target);
    }
  }

  private String run(List<String> command, String libraryPath) throws IOException, InterruptedException {
    Path out = Files.createTempFile(cache, "run-", ".log");
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
      if (!libraryPath.isEmpty()) {
        builder.environment().put("LD_LIBRARY_PATH", libraryPath);
      }
      Process process = builder.start();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException(command.getFirst() + " did not end within two minutes");
      }
      String said = Files.readString(out);
      if (process.exitValue() != 0) {
        throw new IOException(command.getFirst() + " ended with " + process.exitValue() + ": " + said.strip());
      }
      return said;
    } finally {
      Files.deleteIfExists(out);
    }
  }

  /** All files below a folder, sorted, so that a layer has the same order wherever it is built. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted(Comparator.comparing(Path::toString)).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
