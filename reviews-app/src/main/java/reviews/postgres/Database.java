package reviews.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.TrustManagerFactory;
import reviews.restaurants.Opening;
import reviews.restaurants.StoreUnavailableException;

/**
 * A pool of connections whose database is brought up to date before its first use, and tried again after a fault. Every
 * new connection asks for the password anew, so that a token or a rotated password is used as soon as there is one.
 */
final class Database {
  private static final int CONNECTIONS = 10;
  /** More waiting work than this is refused at once rather than answered too late. */
  private static final int MOST_WAITING = 512;
  private static final int CONNECT_SECONDS = 5;
  private static final long DEADLINE_SECONDS = 10;
  /** A connection that hears nothing for so long is dropped: the network may have forgotten it. */
  private static final int SILENT_SECONDS = 60;
  private static final int LIFETIME_MINUTES = 30;

  private final Pool pool;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Opening opening;

  Database(Vertx vertx, PostgresAddress address, Supplier<Future<String>> password) {
    PgConnectOptions options = options(address);
    this.pool = PgBuilder.pool().using(vertx)
        .with(new NetClientOptions().setTcpKeepAlive(true).setIdleTimeout(SILENT_SECONDS)
            .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(CONNECT_SECONDS)))
        .with(new PoolOptions().setMaxSize(CONNECTIONS).setMaxWaitQueueSize(MOST_WAITING)
            .setConnectionTimeout((int) DEADLINE_SECONDS).setConnectionTimeoutUnit(TimeUnit.SECONDS)
            .setMaxLifetime(LIFETIME_MINUTES).setMaxLifetimeUnit(TimeUnit.MINUTES))
        .connectingTo(() -> password.get()
            .map(secret -> (SqlConnectOptions) new PgConnectOptions(options).setPassword(secret)))
        .build();
    this.opening = new Opening(() -> pool.withTransaction(Schema::migrate));
  }

  static PgConnectOptions options(PostgresAddress address) {
    var options = new PgConnectOptions().setHost(address.host()).setPort(address.port())
        .setDatabase(address.database()).setUser(address.user()).setCachePreparedStatements(true)
        .addProperty("application_name", "reviews-app");
    return address.tls()
        ? options.setSslMode(SslMode.VERIFY_FULL).setSslOptions(
            new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS").setTrustOptions(ofTheRuntime()))
        : options.setSslMode(SslMode.DISABLE);
  }

  /** The certificates that the Java runtime trusts, among them those that Azure's databases are signed by. */
  private static TrustOptions ofTheRuntime() {
    try {
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init((KeyStore) null);
      return TrustOptions.wrap(trust.getTrustManagers()[0]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime trusts somebody", e);
    }
  }

  /** Runs {@code work}, each statement for itself; every fault of the database comes out as {@link StoreUnavailableException}. */
  <T> Future<T> run(Function<SqlClient, Future<T>> work) {
    return guarded(() -> work.apply(pool));
  }

  <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> work) {
    return guarded(() -> pool.withTransaction(work));
  }

  private <T> Future<T> guarded(Supplier<Future<T>> work) {
    if (closed.get()) {
      return Future.failedFuture(new StoreUnavailableException("the store is closed", null));
    }
    return opening.done().compose(_ -> work.get()).timeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .recover(failure -> Future.failedFuture(Failures.explained(failure)));
  }

  Future<Void> close() {
    return closed.compareAndSet(false, true) ? pool.close() : Future.succeededFuture();
  }
}
