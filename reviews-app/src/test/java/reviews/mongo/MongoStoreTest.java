package reviews.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reviews.Eventually;
import reviews.postgres.Wire;
import reviews.restaurants.RestaurantId;
import reviews.restaurants.RestaurantStoreContract;
import reviews.restaurants.ReviewDraft;
import reviews.restaurants.Search;
import reviews.restaurants.StoreUnavailableException;
import reviews.restaurants.Submission;
import reviews.visits.Visits;

class MongoStoreTest extends RestaurantStoreContract {
  private final Vertx vertx = Vertx.vertx();
  private final MongoServer server = new MongoServer(new MemoryBackend());
  private final int port = server.bind().getPort();
  private MongoStore store = to(port);

  @BeforeEach
  void open() throws TimeoutException {
    get(store.check());
  }

  @AfterEach
  void close() throws TimeoutException {
    get(store.close());
    get(vertx.close());
    server.shutdownNow();
  }

  @Override
  protected MongoStore store() {
    return store;
  }

  @Override
  protected Visits visits() {
    return store;
  }

  @Test
  void what_was_added_is_there_for_every_instance() throws TimeoutException {
    RestaurantId id = add(NOODLES, "a");
    MongoStore other = to(port);
    assertThat(get(other.details(id))).isPresent();
    get(other.close());
  }

  @Test
  void sums_that_a_crash_left_behind_are_mended_by_the_next_review() throws TimeoutException {
    RestaurantId id = add(NOODLES, "a");
    MongoClient raw = MongoClient.create(vertx, new JsonObject().put("connection_string", address(port))
        .put("db_name", "reviews"));
    get(raw.insert("reviews", Documents.of(new ReviewDraft("g", 1, "c", NOW), "stray", id.value(), 1))
        .<Void>mapEmpty());
    assertThat(get(store.details(id)).orElseThrow().score().reviews()).isZero();
    get(store.add(id, new ReviewDraft("g", 5, "c", NOW), new Submission("next")));
    assertThat(get(store.details(id)).orElseThrow().score().average()).hasValue(3.0);
    get(raw.close());
  }

  @Test
  void what_is_typed_is_never_an_operator() throws TimeoutException {
    add(NOODLES, "a");
    for (String typed : new String[]{"$where", ".*", "^zoe", "zoe|x", "(", "[a-z]+", "\\"}) {
      assertThat(get(store.find(Search.of(typed, Optional.empty(), 1))).total()).as(typed).isZero();
    }
  }

  @Test
  void a_store_that_cannot_be_reached_says_so_and_recovers_by_itself() throws TimeoutException {
    var wire = new Wire(vertx, port);
    get(store.close());
    store = to(wire.port());
    add(NOODLES, "a");
    wire.cut();
    Eventually
        .succeeds(() -> assertThatThrownBy(() -> get(store.check())).isInstanceOf(StoreUnavailableException.class));
    wire.mend();
    Eventually.succeeds(() -> get(store.check()));
    assertThat(get(store.find(Search.everything())).total()).isEqualTo(1);
  }

  private MongoStore to(int target) {
    return new MongoStore(vertx, address(target), "reviews", "reviews");
  }

  private static String address(int port) {
    return "mongodb://127.0.0.1:" + port;
  }
}
