package relay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import relay.intake.Inbox.RecordedDelivery;
import relay.journal.engine.JournalSettings;
import relay.journal.engine.JournalUnusableException;
import relay.rollout.RolloutId;

/**
 * Kills a process that acknowledges deliveries, again and again over one file, and looks for each acknowledged one.
 * {@code -Dcrash.rounds=200} for the long form. A kill shows what the process lost, not what the disk would.
 */
class KilledProcessTest {
  private static final int ROUNDS = Integer.getInteger("crash.rounds", 3);
  private static final List<String> STATES = List.of("queued", "checking", "refused");
  @TempDir
  Path folder;
  private final Map<Long, String> deliveries = new HashMap<>();
  private final Map<Long, String> rollouts = new HashMap<>();

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void loses_nothing_that_was_acknowledged_whenever_it_is_killed() throws Exception {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    var random = new Random(seed);
    for (int round = 1; round <= ROUNDS; round++) {
      runAndKill(round, 1 + random.nextInt(400), random.nextInt(3_000_000));
      assertNothingLost("seed " + seed + ", round " + round);
    }
    assertThat(deliveries).hasSizeGreaterThanOrEqualTo(ROUNDS);
  }

  /** Kills it {@code nanos} after it said its {@code lines}-th line. */
  private void runAndKill(int round, int lines, int nanos) throws IOException, InterruptedException {
    Process process = worker("r" + round).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
      for (int i = 0; i < lines; i++) {
        remember(Optional.ofNullable(out.readLine()).orElseThrow(() -> new AssertionError("it ended by itself")));
      }
      if (round == 1) {
        assertThatThrownBy(this::open).isInstanceOf(JournalUnusableException.class)
            .hasMessageContaining("another relay (process " + process.pid() + ") uses the journal");
      }
      long until = System.nanoTime() + nanos;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      process.toHandle().destroyForcibly(); // of the process itself: that one would close the pipe unread
      // what it had said before it died counts too; a last line without its end was not said
      String rest = out.readAllAsString();
      rest.substring(0, rest.lastIndexOf('\n') + 1).lines().forEach(this::remember);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private ProcessBuilder worker(String round) {
    String java = ProcessHandle.current().info().command().orElseThrow();
    return new ProcessBuilder(java, "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + folder, "-cp",
        System.getProperty("java.class.path"),
        WorkerProcess.class.getName(), folder.resolve("relay.db").toString(), round)
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private void remember(String line) {
    String[] words = line.split(" ");
    switch (words[0]) {
      case "delivery" -> assertThat(deliveries.put(Long.parseLong(words[1]), words[2])).isNull();
      case "rollout" -> rollouts.put(Long.parseLong(words[1]), words[2]);
      default -> throw new AssertionError(line);
    }
  }

  private JournalStore open() {
    return JournalStore.open(new JournalSettings(folder.resolve("relay.db"), Duration.ofDays(1), 10), new HeldClock());
  }

  private void assertNothingLost(String when) {
    try (JournalStore journal = open()) {
      Map<Long, String> found = new HashMap<>();
      for (RecordedDelivery recorded : Patience.result(journal.inbox().deliveries(Integer.MAX_VALUE))) {
        found.put(recorded.id(), recorded.delivery().event().orElseThrow());
        assertThat(recorded.delivery().pushes()).as(when).hasSize(1);
      }
      assertThat(found).as(when).containsAllEntriesOf(deliveries);
      rollouts.forEach((id, label) -> {
        String now = journal.journal().rollout(new RolloutId(id)).orElseThrow().state().label();
        assertThat(STATES.indexOf(now)).as(when + ", rollout " + id).isGreaterThanOrEqualTo(STATES.indexOf(label));
      });
      assertThat(journal.<String>onWriter(session -> session.pragma("integrity_check"))).as(when).isEqualTo("ok");
    }
  }
}
