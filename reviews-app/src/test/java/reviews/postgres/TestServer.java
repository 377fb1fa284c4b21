package reviews.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL, started once for all tests of this process and ended with it. */
public final class TestServer {
  /** A role that must give its password in clear, as Azure's server wants a token. */
  public static final String TOKEN_USER = "managed-identity";
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private TestServer() {}

  public static int port() {
    return SERVER.getPort();
  }

  /** An empty database of its own; the role {@code postgres} may use it with any password. */
  public static PostgresAddress newDatabase() throws SQLException {
    String name = "reviews_" + DATABASES.incrementAndGet();
    execute("postgres", "CREATE DATABASE " + name);
    return new PostgresAddress("127.0.0.1", port(), name, "postgres", false);
  }

  public static void execute(String database, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port() + "/" + database,
        "postgres", ""); var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static EmbeddedPostgres start() {
    try {
      Path data = Files.createTempDirectory("reviews-postgres-");
      EmbeddedPostgres server = EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(true)
          .setServerConfig("max_connections", "120").start();
      Path rules = data.resolve("pg_hba.conf");
      Files.writeString(rules,
          "host all \"" + TOKEN_USER + "\" 127.0.0.1/32 password\n" + Files.readString(rules));
      try (var connection = server.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("SELECT pg_reload_conf()");
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
