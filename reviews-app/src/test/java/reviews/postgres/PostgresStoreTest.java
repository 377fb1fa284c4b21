package reviews.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.SslMode;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reviews.Eventually;
import reviews.restaurants.RestaurantStoreContract;
import reviews.restaurants.SampleData;
import reviews.restaurants.Search;
import reviews.restaurants.StoreUnavailableException;
import reviews.visits.Visits;

class PostgresStoreTest extends RestaurantStoreContract {
  private final Vertx vertx = Vertx.vertx();
  private PostgresAddress address = new PostgresAddress("", 0, "", "", false);
  private PostgresStore store = new PostgresStore(vertx, address, PostgresStoreTest::anything);

  @BeforeEach
  void open() throws SQLException {
    address = TestServer.newDatabase();
    store = new PostgresStore(vertx, address, PostgresStoreTest::anything);
  }

  @AfterEach
  void close() throws TimeoutException {
    get(store.close());
    get(vertx.close());
  }

  @Override
  protected PostgresStore store() {
    return store;
  }

  @Override
  protected Visits visits() {
    return store;
  }

  @Test
  void many_instances_may_start_on_an_empty_database_at_once() throws TimeoutException {
    List<PostgresStore> others = IntStream.range(0, 6)
        .mapToObj(_ -> new PostgresStore(vertx, address, PostgresStoreTest::anything)).toList();
    var samples = SampleData.at(NOW);
    var filled = others.stream().map(other -> other.fillIfEmpty(samples)).toList();
    get(Future.all(filled));
    assertThat(filled).extracting(Future::result).containsOnlyOnce(samples.size());
    assertThat(get(store.find(Search.everything())).total()).isEqualTo(samples.size());
    get(Future.all(others.stream().map(PostgresStore::close).toList()));
  }

  @Test
  void a_store_that_cannot_be_reached_says_so_and_recovers_by_itself() throws TimeoutException {
    var wire = new Wire(vertx, address.port());
    store = new PostgresStore(vertx, through(wire), PostgresStoreTest::anything);
    add(NOODLES, "a");
    wire.cut();
    Eventually
        .succeeds(() -> assertThatThrownBy(() -> get(store.check())).isInstanceOf(StoreUnavailableException.class));
    assertThatThrownBy(() -> get(store.find(Search.everything()))).isInstanceOf(StoreUnavailableException.class);
    wire.mend();
    Eventually.succeeds(() -> get(store.check()));
    assertThat(get(store.find(Search.everything())).total()).isEqualTo(1);
  }

  @Test
  void a_store_that_is_out_of_reach_at_the_start_is_brought_up_to_date_when_it_comes() throws TimeoutException {
    var wire = new Wire(vertx, address.port());
    wire.cut();
    store = new PostgresStore(vertx, through(wire), PostgresStoreTest::anything);
    assertThatThrownBy(() -> get(store.check())).isInstanceOf(StoreUnavailableException.class);
    wire.mend();
    Eventually.succeeds(() -> get(store.check()));
    add(NOODLES, "a");
  }

  @Test
  void connections_that_the_server_ends_are_replaced() throws SQLException {
    Eventually.succeeds(() -> get(store.check()));
    TestServer.execute("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
        + address.database() + "'");
    Eventually.succeeds(() -> get(store.check()));
  }

  @Test
  void a_new_connection_asks_for_the_password_anew() throws SQLException, TimeoutException {
    String user = TestServer.newTokenUser("token-1");
    var token = new AtomicReference<>("token-1");
    store = new PostgresStore(vertx, new PostgresAddress(address.host(), address.port(), address.database(),
        user, false), () -> Future.succeededFuture(token.get()));
    add(NOODLES, "a");
    TestServer.changeToken(user, "token-2");
    Eventually.succeeds(() -> assertThatThrownBy(() -> get(store.check())).isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("password authentication failed").hasMessageNotContaining("token-1"));
    token.set("token-2");
    Eventually.succeeds(() -> get(store.check()));
  }

  @Test
  void a_server_that_only_reads_is_not_usable() throws SQLException, TimeoutException {
    get(store.check());
    TestServer.execute("postgres", "ALTER DATABASE " + address.database() + " SET default_transaction_read_only = on");
    get(store.close());
    store = new PostgresStore(vertx, address, PostgresStoreTest::anything);
    assertThatThrownBy(() -> get(store.check())).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void a_store_of_a_newer_program_is_refused() throws SQLException, TimeoutException {
    get(store.check());
    TestServer.execute(address.database(), "INSERT INTO schema_version (version) VALUES (99)");
    var older = new PostgresStore(vertx, address, PostgresStoreTest::anything);
    assertThatThrownBy(() -> get(older.check())).isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("schema 99");
  }

  @Test
  void lists_and_pages_are_read_from_an_index() throws SQLException, TimeoutException {
    get(store.check());
    for (var query : List.of(
        "SELECT id FROM restaurant ORDER BY average DESC NULLS LAST, reviews DESC, id LIMIT 12",
        "SELECT id FROM restaurant WHERE cuisine = 'cafe' ORDER BY average DESC NULLS LAST, reviews DESC, id LIMIT 12",
        "SELECT id FROM review WHERE restaurant_id = 1 ORDER BY at DESC, id DESC LIMIT 8")) {
      assertThat(plan(query)).as(query).contains("Index").doesNotContain("Sort", "Seq Scan");
    }
  }

  @Test
  void a_server_elsewhere_must_prove_who_it_is() {
    var elsewhere = Database.options(new PostgresAddress("db.postgres.database.azure.com", 5432, "d", "u", true));
    assertThat(elsewhere.getSslMode()).isEqualTo(SslMode.VERIFY_FULL);
    assertThat(elsewhere.getSslOptions().getHostnameVerificationAlgorithm()).isEqualTo("HTTPS");
    store = new PostgresStore(vertx, new PostgresAddress("127.0.0.1", address.port(), address.database(), "postgres",
        true), PostgresStoreTest::anything);
    assertThatThrownBy(() -> get(store.check())).as("a server without TLS")
        .isInstanceOf(StoreUnavailableException.class);
  }

  private static Future<String> anything() {
    return Future.succeededFuture("any");
  }

  private PostgresAddress through(Wire wire) {
    return new PostgresAddress("127.0.0.1", wire.port(), address.database(), "postgres", false);
  }

  private String plan(String query) throws SQLException {
    try (var connection = DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + TestServer.port() + "/" + address.database(), "postgres", "");
        var statement = connection.createStatement()) {
      statement.execute("SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off");
      var lines = new StringBuilder();
      try (var rows = statement.executeQuery("EXPLAIN " + query)) {
        while (rows.next()) {
          lines.append(rows.getString(1)).append('\n');
        }
      }
      return lines.toString();
    }
  }
}
