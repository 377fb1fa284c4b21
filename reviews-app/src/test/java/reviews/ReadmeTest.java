package reviews;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reviews.photos.FolderPhotos;
import reviews.photos.Photos;
import reviews.settings.BadSettings;
import reviews.settings.Setting;
import reviews.settings.SiteSettings;
import reviews.sqlite.SqliteStore;
import reviews.web.Parts;
import reviews.web.SiteRouter;

/** The README's tables name every setting and every endpoint, and nothing else. */
class ReadmeTest {
  private static final Path README = Path.of("README.md");

  @Test
  void every_setting_is_in_the_table() throws IOException {
    assertThat(found("\\| `([A-Z_]+)` \\|.*"))
        .isEqualTo(Stream.of(Setting.values()).map(Setting::name).collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void every_default_in_the_table_is_true() throws IOException {
    for (Setting setting : Setting.values()) {
      if (!setting.standard().isEmpty()) {
        assertThat(Files.readString(README)).contains("| `" + setting.name() + "` | `" + setting.standard() + "` |");
      }
    }
  }

  @Test
  void every_endpoint_is_in_the_table() throws IOException, BadSettings, TimeoutException {
    Vertx vertx = Vertx.vertx();
    try {
      var store = new SqliteStore(vertx, Path.of("never-opened.db"));
      var router = SiteRouter.create(vertx, SiteSettings.from(Map.of(), "test"),
          new Parts(store, store, new Photos(vertx, new FolderPhotos(Path.of("never-made")), Clock.systemUTC()),
              List.of()),
          Clock.systemUTC());
      Set<String> routes = router.getRoutes().stream().filter(route -> route.getPath() != null)
          .flatMap(ReadmeTest::endpoints).collect(Collectors.toCollection(TreeSet::new));
      assertThat(found("\\| `((?:GET|POST) /\\S*)` \\|.*")).isEqualTo(routes);
    } finally {
      RunningSite.within(vertx.close());
    }
  }

  private static Stream<String> endpoints(Route route) {
    return Objects.requireNonNull(route.methods()).stream().filter(method -> !method.equals(HttpMethod.HEAD))
        .map(method -> method + " " + Objects.requireNonNull(route.getPath()).replaceAll(":(\\w+)", "{$1}"));
  }

  private static Set<String> found(String line) throws IOException {
    Pattern pattern = Pattern.compile(line);
    return Files.readAllLines(README).stream().map(pattern::matcher).filter(Matcher::matches)
        .map(matcher -> matcher.group(1)).collect(Collectors.toCollection(TreeSet::new));
  }
}
