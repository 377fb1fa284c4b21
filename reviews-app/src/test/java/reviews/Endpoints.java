package reviews;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reviews.health.HealthWatch;
import reviews.photos.FolderPhotos;
import reviews.photos.Photos;
import reviews.settings.SettingsException;
import reviews.settings.SiteSettings;
import reviews.sqlite.SqliteStore;
import reviews.upload.UploadFolder;
import reviews.web.Parts;
import reviews.web.SiteRouter;

/** What the router really answers. */
final class Endpoints {
  private Endpoints() {}

  /** Each as {@code GET /restaurants/{id}}. */
  static SortedSet<String> all() throws SettingsException, TimeoutException {
    Vertx vertx = Vertx.vertx();
    try {
      var store = new SqliteStore(vertx, Path.of("never-opened.db"));
      var parts = new Parts(store, store,
          new Photos(vertx, new FolderPhotos(Path.of("never-made")), Clock.systemUTC()), List.of(),
          new HealthWatch(vertx, Map.of()), UploadFolder.standard());
      return SiteRouter.create(vertx, SiteSettings.from(Map.of(), "test"), parts, Clock.systemUTC()).getRoutes()
          .stream()
          .filter(route -> route.getPath() != null).flatMap(Endpoints::endpoints)
          .collect(Collectors.toCollection(TreeSet::new));
    } finally {
      RunningSite.within(vertx.close());
    }
  }

  private static Stream<String> endpoints(Route route) {
    return Objects.requireNonNull(route.methods()).stream().filter(method -> !method.equals(HttpMethod.HEAD))
        .map(method -> method + " " + Objects.requireNonNull(route.getPath()).replaceAll(":(\\w+)", "{$1}"));
  }
}
