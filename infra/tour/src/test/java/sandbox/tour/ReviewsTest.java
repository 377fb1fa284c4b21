package sandbox.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deployed site itself on the sandbox, under the relay: a secret that does not resolve, and a store in PostgreSQL. */
class ReviewsTest {
  private static final Map<String, String> WORKING = Map.of("REVIEWS_STORE", "/tmp/reviews/reviews.db");
  private static final String APP = "reviews";
  private static final String SETTING = "CONNECTION_STRING";

  @Test
  void a_release_whose_secret_does_not_resolve_goes_back_and_one_that_does_keeps_its_reviews_in_postgresql(
      @TempDir Path folder) throws Exception {
    Optional<Path> relayJar = Jars.of("relay");
    Optional<Path> reviewsJar = Jars.of("reviews-app");
    assumeTrue(relayJar.isPresent() && reviewsJar.isPresent(), "the jars are built by mvn package, verify or install");
    var said = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    try (Stage stage = Stage.open(folder, relayJar.orElseThrow(), reviewsJar.orElseThrow(), new Narrator(said));
        EmbeddedPostgres database = EmbeddedPostgres.builder().setDataDirectory(folder.resolve("postgres")).start()) {
      var api = new RelayApi(stage.relayPort());
      String first = stage.push("1.0.0", WORKING);
      JsonObject healthy = api.awaitSettled(APP, 0, Tour.PATIENCE);
      assertThat(healthy.getString("state")).as(healthy.encodePrettily()).isEqualTo("healthy");

      String _ = stage.push("2.0.0", Map.of(SETTING, "@Microsoft.KeyVault(VaultName=kv-reviews;SecretName=nowhere)"));
      JsonObject back = api.awaitSettled(APP, healthy.getLong("id"), Tour.PATIENCE);
      assertThat(back.getString("state")).as(back.encodePrettily()).isEqualTo("rolled-back");
      assertThat(back.getString("blame")).as(back.encodePrettily()).isEqualTo("image");
      assertThat(stage.app().linuxFxVersion()).endsWith(first);

      stage.sandbox().vault().put("kv-reviews", "store", "postgresql://postgres@localhost:" + database.getPort()
          + "/postgres");
      stage.app().setting(SETTING, "@Microsoft.KeyVault(VaultName=kv-reviews;SecretName=store)");
      String page = stage.app().awaitServing(body -> count(database) > 0 && body.contains("1.0.0"), Tour.PATIENCE);
      assertThat(page).contains("restaurants");
      assertThat(count(database)).isEqualTo(14);
    }
  }

  /** Restaurants in the database; 0 while there is no such table. */
  private static long count(EmbeddedPostgres database) {
    try (var connection = database.getPostgresDatabase().getConnection();
        var rows = connection.createStatement().executeQuery("SELECT count(*) FROM restaurant")) {
      return rows.next() ? rows.getLong(1) : 0;
    } catch (SQLException notYet) {
      return 0;
    }
  }
}
