package sandbox.platform.container;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A process of this machine whose output is read line by line and whose end is known. */
final class ChildProcess {
  private static final Duration LAST_WORDS = Duration.ofMillis(500);
  private static final int LONGEST_LINE = 8192;

  private final String name;
  private final Process process;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  private ChildProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /** @param gone told at the end, before {@link #exit} completes */
  static ChildProcess start(ProcessBuilder builder, String name, Consumer<String> output, Consumer<ChildProcess> gone)
      throws IOException {
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close(); // a container without a terminal reads nothing
    var child = new ChildProcess(name, process);
    // A read of a pipe keeps its carrier: two of them would leave no virtual thread of this process any, once it was idle.
    Thread pump = Thread.ofPlatform().daemon().name(name + " output").start(() -> child.pump(output));
    var _ = process.onExit().thenAcceptAsync(ended -> {
      awaitLastWords(pump);
      gone.accept(child);
      child.exit.complete(ended.exitValue());
    }, task -> Thread.ofVirtual().start(task));
    return child;
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  CompletableFuture<Integer> exit() {
    return exit;
  }

  /** SIGTERM, and whether it is gone within {@code grace}. */
  boolean end(Duration grace) throws InterruptedException {
    process.destroy();
    return process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** SIGKILL to it and all below it; returns when it is gone. Safe to repeat. */
  void kill() {
    try (Stream<ProcessHandle> below = process.descendants()) {
      below.forEach(ProcessHandle::destroyForcibly);
    }
    process.destroyForcibly();
    var _ = process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
  }

  private void pump(Consumer<String> output) {
    try (Reader reader = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      var line = new StringBuilder();
      for (int next = reader.read(); next >= 0; next = reader.read()) {
        if (next == '\n') {
          output.accept(line.toString().stripTrailing());
          line.setLength(0);
        } else if (line.length() < LONGEST_LINE) { // the rest of an endless line is dropped
          line.append((char) next);
        }
      }
      if (!line.isEmpty()) {
        output.accept(line.toString());
      }
    } catch (IOException e) {
      output.accept("(the output of the container broke off: " + e.getMessage() + ")");
    }
  }

  /** So that what a container said at its end is in the log before the end itself; a child of it may hold the pipe open. */
  private static void awaitLastWords(Thread pump) {
    try {
      pump.join(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
