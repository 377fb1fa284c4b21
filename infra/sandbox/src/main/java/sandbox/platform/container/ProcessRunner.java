package sandbox.platform.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import sandbox.platform.image.ImageConfig;

/**
 * Runs a container as a plain process of this machine, through the image's own loader and on its own libraries. There is
 * no wall round it: it is for images that one built oneself. What it starts dies with this JVM.
 */
final class ProcessRunner implements Runner {
  private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Set<ChildProcess> alive = ConcurrentHashMap.newKeySet();
  private final Thread hook = new Thread(this::killAll, "sandbox containers");

  ProcessRunner() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public String name() {
    return "plain processes";
  }

  @Override
  public Running start(Container container, Consumer<String> output) throws IOException {
    Rootfs rootfs = Rootfs.copy(container.image().rootfs(), container.folder().resolve("rootfs"));
    ImageConfig config = container.image().config();
    Path workdir = Files.createDirectories(rootfs.path(config.workdir()));
    var builder = new ProcessBuilder(command(rootfs, config, workdir)).directory(workdir.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", rootfs.mapped(DEFAULT_PATH));
    config.environment().forEach((name, value) -> environment.put(name, rootfs.mapped(value)));
    environment.putAll(container.environment());
    var child = ChildProcess.start(builder, container.name(), output, alive::remove);
    alive.add(child);
    if (child.exit().isDone()) {
      alive.remove(child);
    }
    return new Started(child);
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
    alive.forEach(ChildProcess::kill);
  }

  private record Started(ChildProcess child) implements Running {
    @Override
    public CompletableFuture<Integer> exit() {
      return child.exit();
    }

    @Override
    public void stop(Duration grace) throws InterruptedException {
      var _ = child.end(grace);
      child.kill();
    }
  }
}
