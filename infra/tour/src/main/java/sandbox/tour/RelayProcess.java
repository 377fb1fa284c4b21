package sandbox.tour;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The relay as a child process, started as on any machine: a jar, a configuration file and environment variables. */
final class RelayProcess implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("listens on port (\\d+), management on (\\d+)");
  private final Process process;
  private final String again;
  private final Path log;
  private final int port;
  private final int managementPort;

  private RelayProcess(Process process, String again, Path log, int port, int managementPort) {
    this.process = process;
    this.again = again;
    this.log = log;
    this.port = port;
    this.managementPort = managementPort;
  }

  /**
   * Returns when the relay says that it is ready.
   *
   * @param place a folder of its own, where its journal, its log and its temporary files go
   * @param program what follows {@code java}: {@code -jar relay.jar}, say
   */
  static RelayProcess start(Path place, List<String> program, String config, Map<String, String> environment)
      throws Exception {
    Path file = Files.writeString(place.resolve("relay.yaml"), config);
    Path temporary = Files.createDirectories(place.resolve("tmp"));
    String java = ProcessHandle.current().info().command().orElse("java");
    List<String> command = new ArrayList<>(List.of(java, "-Djava.io.tmpdir=" + temporary));
    command.addAll(program);
    command.addAll(List.of("serve", "--config", file.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("JOURNAL", place.resolve("relay.db").toString());
    Process process = builder.start();
    Path log = place.resolve("relay.log");
    var listening = new CompletableFuture<Matcher>();
    // A read of a pipe keeps its carrier: it has a thread of its own.
    Thread.ofPlatform().daemon().name("relay's log").start(() -> copy(process, log, listening));
    try {
      Matcher ports = listening.get(Tour.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      var relay = new RelayProcess(process, line(place, environment, program, file), log,
          Integer.parseInt(ports.group(1)), Integer.parseInt(ports.group(2)));
      relay.awaitReady();
      return relay;
    } catch (Exception e) {
      var _ = process.destroyForcibly();
      throw new IOException("the relay did not start; its log is " + log, e);
    }
  }

  private static String line(Path place, Map<String, String> environment, List<String> program, Path file) {
    String variables = environment.entrySet().stream().sorted(Map.Entry.comparingByKey())
        .map(each -> each.getKey() + "=" + each.getValue()).collect(Collectors.joining(" "));
    return "JOURNAL=" + place.resolve("relay.db") + " " + variables + " java " + String.join(" ", program)
        + " serve --config " + file;
  }

  /** The line that starts it once more, for a person's terminal. */
  String again() {
    return again;
  }

  long pid() {
    return process.pid();
  }

  private static void copy(Process process, Path log, CompletableFuture<Matcher> listening) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        var out = new PrintWriter(Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            true)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out.println(line);
        Matcher found = LISTENS.matcher(line);
        if (found.find()) {
          listening.complete(found);
        }
      }
    } catch (IOException e) {
      listening.completeExceptionally(e); // after that: its end closed the stream
    }
    listening.completeExceptionally(new IOException("the relay ended"));
  }

  private void awaitReady() throws Exception {
    URI ready = URI.create("http://127.0.0.1:" + managementPort + "/readyz");
    long end = System.nanoTime() + Tour.PATIENCE.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!answersWell(client, ready)) {
        if (System.nanoTime() > end) {
          throw new IOException("the relay did not become ready");
        }
        Thread.sleep(100);
      }
    }
  }

  private static boolean answersWell(HttpClient client, URI ready) throws IOException, InterruptedException {
    try {
      var request = HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(5)).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (HttpTimeoutException busy) {
      return false; // a machine under load: asked again until the end
    }
  }

  int port() {
    return port;
  }

  int managementPort() {
    return managementPort;
  }

  Path log() {
    return log;
  }

  /** Ends it at once, as a crash would (SIGKILL), and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to stop, and makes it stop when it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        var _ = process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      var _ = process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
