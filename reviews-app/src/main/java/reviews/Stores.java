package reviews;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reviews.blob.BlobPhotos;
import reviews.identity.AppIdentity;
import reviews.mongo.MongoStore;
import reviews.photos.FolderPhotos;
import reviews.photos.PhotoStore;
import reviews.postgres.PostgresAddress;
import reviews.postgres.PostgresStore;
import reviews.settings.PhotoSettings;
import reviews.settings.StoreSettings;
import reviews.settings.StoreSettings.Login;
import reviews.sqlite.SqliteStore;

/** Makes the stores that the settings name. None is connected to before it is used. */
final class Stores {
  private static final Logger LOG = LoggerFactory.getLogger(Stores.class);
  /** What a token for Azure Database for PostgreSQL is asked for. */
  private static final String POSTGRES_SCOPE = "https://ossrdbms-aad.database.windows.net/.default";

  private final Vertx vertx;
  private final AppIdentity identity;

  Stores(Vertx vertx, AppIdentity identity) {
    this.vertx = vertx;
    this.identity = identity;
  }

  /** Empty while nobody knows where the store is. */
  Optional<LiveStore.Parts> restaurants(StoreSettings settings) {
    return switch (settings) {
      case StoreSettings.Embedded embedded -> Optional.of(LiveStore.Parts.of(new SqliteStore(vertx, embedded.file())));
      case StoreSettings.Postgres postgres -> Optional.of(LiveStore.Parts.of(new PostgresStore(vertx,
          new PostgresAddress(postgres.host(), postgres.port(), postgres.database(), postgres.user(), postgres.tls()),
          password(postgres.login()))));
      case StoreSettings.Mongo mongo -> mongo(mongo);
      case StoreSettings.Unknown _ -> Optional.empty();
    };
  }

  /** The driver reads the string; what it says of a bad one may quote it, so it is told to nobody. */
  private Optional<LiveStore.Parts> mongo(StoreSettings.Mongo mongo) {
    try {
      return Optional.of(LiveStore.Parts.of(
          new MongoStore(vertx, mongo.connection().value(), mongo.database(), mongo.collection())));
    } catch (RuntimeException _) {
      LOG.error("CONNECTION_STRING, DB_NAME or COLLECTION_NAME cannot be used: MongoDB's driver refuses them");
      return Optional.empty();
    }
  }

  PhotoStore photos(PhotoSettings settings) {
    return switch (settings) {
      case PhotoSettings.Folder folder -> new FolderPhotos(folder.folder());
      case PhotoSettings.Blobs blobs -> new BlobPhotos(blobs.endpoint(), blobs.container(), blobs.openToAll(),
          identity::credential);
    };
  }

  private Supplier<Future<String>> password(Login login) {
    return switch (login) {
      case Login.Password password -> () -> Future.succeededFuture(password.password().value());
      case Login.ManagedIdentity _ -> identity.tokens(POSTGRES_SCOPE);
    };
  }
}
