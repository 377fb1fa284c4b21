package relay.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.http.Logged;
import relay.journal.JournalStore;
import relay.journal.engine.JournalSettings;
import relay.time.Waiter;

class JournalWatchTest {
  /** A pause takes no time. */
  private static final class Hasty implements Waiter {
    @Override
    public Instant now() {
      return Clock.systemUTC().instant();
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void pause(Duration length) {}
  }

  @Test
  void a_journal_that_does_not_answer_makes_the_relay_not_ready_and_ends_nothing(@TempDir Path folder)
      throws Exception {
    JournalStore store = JournalStore.open(new JournalSettings(folder.resolve("relay.db"), Duration.ofDays(90), 100),
        Clock.systemUTC());
    var watch = new JournalWatch(store, new Hasty());
    watch.step();
    assertThat(watch.readiness().ready()).isTrue();

    store.close();
    try (var logged = new Logged()) {
      watch.step();
      watch.step();
      assertThat(logged.events()).anyMatch(line -> line.getFormattedMessage().contains("the journal does not answer"));
    }
    assertThat(watch.readiness().ready()).isFalse();
    assertThat(watch.readiness().detail()).isNotEmpty();
  }

  @Test
  void a_journal_that_reads_but_takes_no_write_makes_the_relay_not_ready_until_it_does(@TempDir Path folder)
      throws Exception {
    try (JournalStore store = JournalStore.open(
        new JournalSettings(folder.resolve("relay.db"), Duration.ofDays(90), 100), Clock.systemUTC());
        var logged = new Logged()) {
      var watch = new JournalWatch(store, new Hasty());
      sql(store, "CREATE TRIGGER full BEFORE INSERT ON pulse BEGIN SELECT RAISE(FAIL, 'planted: disk full'); END");
      watch.step();
      assertThat(watch.readiness().ready()).isFalse();
      assertThat(watch.readiness().detail()).contains("disk full");
      assertThat(logged.events()).anyMatch(line -> line.getFormattedMessage().contains("the journal does not answer"));

      sql(store, "DROP TRIGGER full");
      watch.step();
      assertThat(watch.readiness().ready()).isTrue();
    }
  }

  private static void sql(JournalStore store, String statement) {
    var _ = store.onWriter(session -> session.update(statement));
  }
}
