package relay.journal;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import relay.journal.engine.JournalSettings;

/** SQLite through every contract. */
class SqliteContractTest
    implements
      InboxContract,
      PushesContract,
      JournalContract,
      AppRecordContract,
      OutboxContract,
      SightingsContract,
      UnreadableContract {
  private final HeldClock clock = new HeldClock();
  @TempDir
  Path folder;
  private JournalStore journal;

  @BeforeEach
  void open() {
    journal = JournalStore.open(new JournalSettings(folder.resolve("relay.db"), Duration.ofDays(90), 1000), clock);
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Override
  public Ports ports() {
    return Ports.of(journal, clock);
  }
}
