package reviews.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reviews.Eventually;
import reviews.restaurants.RestaurantStore;
import reviews.restaurants.RestaurantStoreContract;
import reviews.restaurants.Search;
import reviews.restaurants.StoreUnavailableException;
import reviews.visits.Visits;

class SqliteStoreTest extends RestaurantStoreContract {
  @TempDir
  Path folder;

  private final Vertx vertx = Vertx.vertx();
  private Path file = Path.of("");
  private SqliteStore store = new SqliteStore(vertx, file);

  @BeforeEach
  void open() {
    file = folder.resolve("made/when/needed/reviews.db");
    store = new SqliteStore(vertx, file);
  }

  @AfterEach
  void close() throws TimeoutException {
    get(store.close());
    get(vertx.close());
  }

  @Override
  protected RestaurantStore store() {
    return store;
  }

  @Override
  protected Visits visits() {
    return store;
  }

  @Test
  void what_was_added_is_there_after_a_restart() throws TimeoutException {
    add(NOODLES, "a");
    get(store.close());
    store = new SqliteStore(vertx, file);
    assertThat(get(store.find(Search.everything())).total()).isEqualTo(1);
  }

  @Test
  void two_processes_may_share_the_file_while_one_replaces_the_other() throws TimeoutException {
    add(NOODLES, "a");
    var next = new SqliteStore(vertx, file);
    assertThat(get(next.find(Search.everything())).total()).isEqualTo(1);
    add(NOODLES, "b");
    assertThat(get(next.find(Search.everything())).total()).isEqualTo(2);
    get(next.close());
  }

  @Test
  void closing_leaves_one_whole_file_and_may_be_repeated() throws IOException, TimeoutException {
    add(NOODLES, "a");
    get(store.close());
    try (var left = Files.list(file.toAbsolutePath().getParent())) {
      assertThat(left).containsExactly(file);
    }
    get(store.close());
    assertThatThrownBy(() -> get(store.check())).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void a_store_that_cannot_be_opened_says_so_and_recovers_by_itself() throws IOException {
    Files.createDirectories(folder);
    Path inTheWay = Files.writeString(folder.resolve("made"), "not a folder");
    assertThatThrownBy(() -> get(store.check())).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> get(store.find(Search.everything()))).isInstanceOf(StoreUnavailableException.class);
    Files.delete(inTheWay);
    Eventually.succeeds(() -> get(store.check()));
  }

  @Test
  void a_file_that_is_no_store_is_refused_untouched() throws IOException {
    Files.createDirectories(file.getParent());
    String text = "this is not a database, whatever its name says".repeat(40);
    Files.writeString(file, text);
    assertThatThrownBy(() -> get(store.check())).isInstanceOf(StoreUnavailableException.class);
    assertThat(file).hasContent(text);
  }

  @Test
  void a_store_of_a_newer_program_is_refused() throws TimeoutException, SQLException {
    add(NOODLES, "a");
    get(store.close());
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 99");
    }
    store = new SqliteStore(vertx, file);
    assertThatThrownBy(() -> get(store.check())).isInstanceOf(StoreUnavailableException.class)
        .rootCause().hasMessageContaining("schema 99");
  }

  @Test
  void a_file_that_vanished_is_made_anew_rather_than_written_into_the_void() throws IOException, TimeoutException {
    add(NOODLES, "a");
    Files.delete(file);
    assertThat(get(store.find(Search.everything())).total()).isZero();
    add(NOODLES, "b");
    assertThat(file).exists();
    assertThat(get(store.find(Search.everything())).total()).isEqualTo(1);
  }

  @Test
  void a_store_that_somebody_else_locks_is_unavailable_and_then_available() throws TimeoutException, SQLException {
    add(NOODLES, "a");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      assertThatThrownBy(() -> get(store.check())).isInstanceOf(StoreUnavailableException.class);
      assertThat(get(store.find(Search.everything())).total()).as("readers go on").isEqualTo(1);
      statement.execute("ROLLBACK");
    }
    get(store.check());
  }
}
