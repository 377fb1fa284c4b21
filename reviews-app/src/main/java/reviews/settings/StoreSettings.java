package reviews.settings;

import java.nio.file.Path;

/** Where restaurants and reviews are kept. */
public sealed interface StoreSettings {
  /** In one file of this machine. */
  record Embedded(Path file) implements StoreSettings {}

  /**
   * In PostgreSQL.
   *
   * @param tls false only for a server on this machine
   */
  record Postgres(String host, int port, String database, String user, Login login, boolean tls)
      implements
        StoreSettings {}

  /** In MongoDB or Cosmos DB for MongoDB. */
  record Mongo(Secret connection, String database, String collection) implements StoreSettings {}

  /**
   * The connection string is a Key Vault reference that was not resolved, or is not there yet: nobody knows where.
   *
   * @param database for the case that it turns out to be MongoDB
   * @param collection likewise
   */
  record Unknown(String database, String collection) implements StoreSettings {
    /** What a connection string that came later says; this when it cannot be used. */
    StoreSettings at(Secret connection) {
      try {
        return ConnectionString.read(connection, database, collection);
      } catch (ConnectionString.Fault _) {
        return this;
      }
    }
  }

  /** How to sign in to PostgreSQL. */
  sealed interface Login {
    record Password(Secret password) implements Login {}

    /** A token of the app's managed identity in the password's place. */
    record ManagedIdentity() implements Login {}
  }
}
