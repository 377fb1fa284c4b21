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
  /** Members must give their password in clear, as Azure's server wants a token. */
  private static final String TOKEN_USERS = "token_users";
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

  /** A role that may do everything and signs in by a token in clear, as managed identities do. */
  public static String newTokenUser(String token) throws SQLException {
    String name = "managed-identity-" + DATABASES.incrementAndGet();
    execute("postgres", "CREATE ROLE \"" + name + "\" LOGIN SUPERUSER PASSWORD '" + token + "' IN ROLE " + TOKEN_USERS);
    return name;
  }

  /** From now on another token is right, and connections that were made with the one before are ended. */
  public static void changeToken(String user, String token) throws SQLException {
    execute("postgres", "ALTER ROLE \"" + user + "\" PASSWORD '" + token + "'");
    execute("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + user + "'");
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
          "host all +" + TOKEN_USERS + " 127.0.0.1/32 password\n" + Files.readString(rules));
      try (var connection = server.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("CREATE ROLE " + TOKEN_USERS);
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
