package reviews.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Numbered migrations, each in a file of its own; the table {@code schema_version} holds the number of the last one. */
final class Schema {
  private static final String FOLDER = "/postgres/";
  private static final List<String> MIGRATIONS = List.of("0001-restaurants.sql", "0002-visits.sql", "0003-covers.sql");
  /** Any number will do as long as all processes use the same: only one of them migrates at a time. */
  private static final long LOCK = 0x5ec0_4d4e_1b1eL;

  private Schema() {}

  /**
   * Brings the database up to date, within the connection's transaction. A database that is up to date is only read, so
   * that a role without the right to make tables will do. Safe to repeat.
   */
  static Future<Void> migrate(SqlConnection connection) {
    return version(connection).compose(have -> have == MIGRATIONS.size()
        ? Future.succeededFuture()
        : connection.preparedQuery("SELECT pg_advisory_xact_lock($1)").execute(Tuple.of(LOCK))
            .compose(_ -> version(connection)).compose(now -> apply(connection, now)));
  }

  private static Future<Integer> version(SqlConnection connection) {
    // Not by to_regclass: its cache may still say no after another process has made the table.
    return connection.query("""
        SELECT EXISTS (SELECT FROM pg_tables
          WHERE schemaname = ANY (current_schemas(false)) AND tablename = 'schema_version')""").execute()
        .compose(rows -> rows.iterator().next().getBoolean(0)
            ? connection.query("SELECT coalesce(max(version), 0) FROM schema_version").execute()
                .map(found -> found.iterator().next().getInteger(0))
            : Future.succeededFuture(0));
  }

  private static Future<Void> apply(SqlConnection connection, int have) {
    if (have > MIGRATIONS.size()) {
      return Future.failedFuture(new IllegalStateException(
          "the store has schema " + have + ", this program knows only " + MIGRATIONS.size()));
    }
    Future<Void> done = have == 0
        ? connection.query("CREATE TABLE schema_version (version integer PRIMARY KEY, at timestamptz DEFAULT now())")
            .execute().mapEmpty()
        : Future.succeededFuture();
    for (int number = have + 1; number <= MIGRATIONS.size(); number++) {
      String sql = read(MIGRATIONS.get(number - 1));
      Tuple version = Tuple.of(number);
      done = done.compose(_ -> connection.query(sql).execute()) // several statements: the simple protocol
          .compose(_ -> connection.preparedQuery("INSERT INTO schema_version (version) VALUES ($1)").execute(version))
          .mapEmpty();
    }
    return done;
  }

  private static String read(String file) {
    try (InputStream in = Schema.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + FOLDER + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
