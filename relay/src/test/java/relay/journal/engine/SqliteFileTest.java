package relay.journal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.journal.HeldClock;
import relay.journal.JournalStore;
import relay.journal.Patience;
import relay.journal.Samples;

/** Which file is opened as a journal, and whose it is then. */
class SqliteFileTest {
  private final HeldClock clock = new HeldClock();
  private final List<JournalStore> opened = new ArrayList<>();
  @TempDir
  Path folder;

  private JournalStore open() {
    var journal = JournalStore.open(new JournalSettings(file(), Duration.ofDays(90), 10), clock);
    opened.add(journal);
    return journal;
  }

  private Path file() {
    return folder.resolve("relay.db");
  }

  @AfterEach
  void close() {
    opened.forEach(JournalStore::close);
  }

  private void raw(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void refuses_a_second_relay_on_the_same_file_whatever_way_leads_there() throws Exception {
    JournalStore first = open();
    Path link = Files.createSymbolicLink(folder.resolve("link.db"), file());
    for (Path same : List.of(file(), link, folder.resolve(".").resolve("relay.db"))) {
      assertThatThrownBy(() -> JournalStore.open(new JournalSettings(same, Duration.ofDays(1), 1), clock))
          .isInstanceOf(JournalUnusableException.class)
          .hasMessageMatching("another relay \\(process \\d+\\) uses the journal .*relay.db: stop that one.*");
    }
    assertThat(Patience.result(first.inbox().record(Samples.delivery("e")))).isPositive();
    first.close();
    assertThat(Patience.result(open().inbox().deliveries(9))).hasSize(1);
  }

  @Test
  void refuses_a_newer_schema_and_leaves_it_alone() throws Exception {
    open().close();
    raw("PRAGMA user_version = 99");
    byte[] before = Files.readAllBytes(file());
    assertThatThrownBy(() -> open()).isInstanceOf(JournalUnusableException.class)
        .hasMessageContaining("has schema 99, and this relay knows schemas up to 1: a newer relay wrote it");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    raw("PRAGMA user_version = 1");
    open().close();
  }

  @Test
  void refuses_what_is_no_journal() throws Exception {
    assertThatThrownBy(() -> JournalStore.open(
        new JournalSettings(folder.resolve("no/such/relay.db"), Duration.ofDays(1), 1), clock))
        .isInstanceOf(JournalUnusableException.class).hasMessageContaining("folder")
        .hasMessageContaining("does not exist");
    raw("CREATE TABLE other (a)");
    assertThatThrownBy(() -> open()).isInstanceOf(JournalUnusableException.class)
        .hasMessageContaining("not a journal of the relay");
    Files.delete(file());
    Files.writeString(file(), "some text that is no database".repeat(100));
    assertThatThrownBy(() -> open()).isInstanceOf(JournalUnusableException.class)
        .hasMessageContaining("not a database");
    Files.delete(file());
    open().close();
  }

  @Test
  void makes_its_file_for_its_owner_only() throws Exception {
    open();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }
}
