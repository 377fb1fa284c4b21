package reviews.postgres;

/**
 * Where the database is.
 *
 * @param tls whether to speak TLS with the server's certificate and name checked; without it nothing is encrypted
 */
public record PostgresAddress(String host, int port, String database, String user, boolean tls) {}
