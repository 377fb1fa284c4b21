package sandbox.tour;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The relay's command line, as the process that an operator starts. */
final class CommandLine {
  private final int port;

  CommandLine(int port) {
    this.port = port;
  }

  /** How one command ended, with all that it printed. */
  record End(int code, String output) {}

  End run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), "relay.RelayMain"));
    command.addAll(List.of(words));
    command.addAll(List.of("--url", "http://127.0.0.1:" + port));
    Path output = Files.createTempFile("relay-cli", ".txt");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
        .redirectInput(new File("/dev/null")).start();
    try {
      if (!process.waitFor(Street.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("still runs: " + String.join(" ", words) + ": " + Files.readString(output));
      }
      return new End(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }
}
