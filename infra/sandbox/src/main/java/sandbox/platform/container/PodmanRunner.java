package sandbox.platform.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import sandbox.platform.image.FileTree;
import sandbox.platform.image.ImageConfig;

/**
 * Runs a container with podman and runc on the root file system that was unpacked, and verified, before. The options
 * are those that work inside a build machine's own container: no raised limits, this machine's network.
 */
final class PodmanRunner implements Runner {
  private static final List<String> PODMAN = List.of("podman", "--storage-driver", "vfs", "--cgroup-manager",
      "cgroupfs",
      "--runtime", "runc");
  private static final Duration TRIAL = Duration.ofSeconds(20);
  private static final List<String> TRIAL_FILES = List.of("/bin/true", "/lib64/ld-linux-x86-64.so.2",
      "/lib/x86_64-linux-gnu/libc.so.6");

  private final Set<ChildProcess> alive = ConcurrentHashMap.newKeySet();
  private final Thread hook = new Thread(this::killAll, "sandbox containers");

  PodmanRunner() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether a trivial container really starts and ends well here: an answer of {@code podman info} would not tell. */
  static boolean works(Path folder) throws IOException {
    Path root = Files.createTempDirectory(folder, "trial");
    try {
      for (String file : TRIAL_FILES) {
        if (!Files.isReadable(Path.of(file))) {
          return false;
        }
        Files.createDirectories(root.resolve(file.substring(1, file.lastIndexOf('/'))));
        Files.copy(Path.of(file).toRealPath(), root.resolve(file.substring(1)));
      }
      var command = new ArrayList<String>(PODMAN);
      command.addAll(List.of("run", "--rm", "--network", "host", "--ulimit", "nofile=1024:1024", "--ulimit",
          "nproc=1024:1024", "--rootfs", root.toString(), "/bin/true"));
      Process trial = new ProcessBuilder(command).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      if (trial.waitFor(TRIAL.toMillis(), TimeUnit.MILLISECONDS)) {
        return trial.exitValue() == 0;
      }
      trial.destroyForcibly();
      return false;
    } catch (IOException _) { // no podman on this machine
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      FileTree.delete(root);
    }
  }

  @Override
  public String name() {
    return "podman";
  }

  @Override
  public Running start(Container container, Consumer<String> output) throws IOException {
    ImageConfig config = container.image().config();
    Rootfs rootfs = Rootfs.copy(container.image().rootfs(), container.folder().resolve("rootfs"));
    var command = new ArrayList<String>(PODMAN);
    command.addAll(List.of("run", "--rm", "--name", container.name(), "--network", "host", "--ulimit",
        "nofile=1024:1024", "--ulimit", "nproc=1024:1024", "--memory", "512m", "--cap-drop", "all", "--security-opt",
        "no-new-privileges", "--tmpfs", "/tmp:rw,exec,mode=1777", "--workdir",
        config.workdir().isEmpty() ? "/" : config.workdir()));
    if (!config.user().isEmpty()) {
      command.addAll(List.of("--user", config.user()));
    }
    config.environment().forEach((name, value) -> command.addAll(List.of("--env", name + "=" + value)));
    // By name only, so that podman takes the value from its own environment: a command line is for everyone to read.
    container.environment().keySet().forEach(name -> command.addAll(List.of("--env", name)));
    command.addAll(List.of("--rootfs", rootfs.root().toString()));
    command.addAll(config.command());
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(container.environment());
    var child = ChildProcess.start(builder, container.name(), output, alive::remove);
    alive.add(child);
    if (child.exit().isDone()) {
      alive.remove(child);
    }
    return new Started(container.name(), child);
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
    alive.forEach(child -> remove(child.name()));
    alive.forEach(ChildProcess::kill);
  }

  private static void remove(String name) {
    var command = new ArrayList<String>(PODMAN);
    command.addAll(List.of("rm", "--force", "--time", "0", name));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      if (!process.waitFor(TRIAL.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new IllegalStateException("podman worked before and cannot be started now", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Started(String name, ChildProcess child) implements Running {
    @Override
    public CompletableFuture<Integer> exit() {
      return child.exit();
    }

    @Override
    public void stop(Duration grace) throws InterruptedException {
      if (!child.end(grace)) {
        remove(name);
      } // podman hands SIGTERM on to the container
      child.kill();
    }
  }
}
