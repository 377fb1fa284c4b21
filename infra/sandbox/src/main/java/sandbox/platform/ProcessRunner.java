package sandbox.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs a container as a plain process of this machine, through the image's own loader and on its own libraries. There is
 * no wall round it: it is for images that one built oneself. What it starts dies with this JVM.
 */
final class ProcessRunner implements Runner {
  private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Set<Process> alive = ConcurrentHashMap.newKeySet();
  private final Thread hook = new Thread(this::killAll, "sandbox containers");

  ProcessRunner() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public Running start(Container container, Consumer<String> output) throws IOException {
    Path image = container.image().rootfs();
    Rootfs rootfs = Rootfs.copy(image, container.folder().resolve("rootfs"));
    ImageConfig config = container.image().config();
    Path workdir = Files.createDirectories(rootfs.path(config.workdir()));
    var builder = new ProcessBuilder(command(rootfs, config, workdir)).directory(workdir.toFile())
        .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", rootfs.mapped(DEFAULT_PATH));
    config.environment().forEach((name, value) -> environment.put(name, rootfs.mapped(value)));
    environment.putAll(container.environment());
    Process process = builder.start();
    process.getOutputStream().close(); // a container without a terminal reads nothing
    alive.add(process);
    var exit = new CompletableFuture<Integer>();
    Thread.ofVirtual().name(container.name() + " output").start(() -> {
      pump(process, output);
      int code = process.onExit().join().exitValue();
      alive.remove(process);
      exit.complete(code); // only now, so that the last words are in the log before the end is known
    });
    return new Started(process, exit);
  }

  private static List<String> command(Rootfs rootfs, ImageConfig config, Path workdir) throws IOException {
    String searchPath = config.environment().getOrDefault("PATH", DEFAULT_PATH);
    String name = config.command().getFirst();
    Path program = rootfs.program(name, searchPath, workdir).orElseThrow(
        () -> new IOException("exec: \"" + name + "\": no such file or directory in the image, or not executable"));
    var command = new ArrayList<String>(rootfs.loader().orElse(List.of()));
    command.add(program.toString());
    if (program.endsWith("java")) { // else the JVM would share this machine's temporary folder with everything else
      command.add("-Djava.io.tmpdir=" + Files.createDirectories(rootfs.path("/tmp")));
    }
    config.command().stream().skip(1).map(rootfs::mapped).forEach(command::add);
    return command;
  }

  private static void pump(Process process, Consumer<String> output) {
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine())
        output.accept(line);
    } catch (IOException | UncheckedIOException e) {
      output.accept("(the output of the container broke off: " + e.getMessage() + ")");
    }
  }

  @Override
  public void close() {
    killAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) { // the JVM is going down and runs the hook itself
      return;
    }
  }

  private void killAll() {
    alive.forEach(process -> {
      try (Stream<ProcessHandle> below = process.descendants()) {
        below.forEach(ProcessHandle::destroyForcibly);
      }
      process.destroyForcibly();
    });
    alive.forEach(process -> {
      var _ = process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
    });
  }

  private record Started(Process process, CompletableFuture<Integer> exit) implements Running {
    @Override
    public void stop(Duration grace) throws InterruptedException {
      process.destroy();
      if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        try (Stream<ProcessHandle> below = process.descendants()) {
          below.forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
        process.waitFor();
      }
    }
  }
}
