package reviews.restaurants;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reviews.photos.PhotoId;
import reviews.visits.Browser;
import reviews.visits.Country;
import reviews.visits.OperatingSystem;
import reviews.visits.Visit;
import reviews.visits.VisitTotals;
import reviews.visits.Visits;

/** What every {@link RestaurantStore} does; each adapter's test extends this and begins with an empty store. */
public abstract class RestaurantStoreContract {
  protected static final Instant NOW = Instant.parse("2026-03-14T12:00:00Z");
  protected static final RestaurantDraft NOODLES = new RestaurantDraft("Zoë's Noodles", Cuisine.CHINESE, "5 Mill Yard",
      "Pulled by hand");
  private static final RestaurantDraft PIZZA = new RestaurantDraft("Nonna", Cuisine.ITALIAN, "30 Market Hall",
      "By the slice, 100% wheat");

  protected abstract RestaurantStore store();

  /** The same store as it counts visits. */
  protected abstract Visits visits();

  protected static <T> T get(Future<T> future) throws TimeoutException {
    return future.await(20, TimeUnit.SECONDS);
  }

  @Test
  void an_empty_store_finds_nothing_on_one_page() throws TimeoutException {
    assertThat(get(store().find(Search.everything()))).isEqualTo(new Slice<Listing>(List.of(), 1, 1, 0));
  }

  @Test
  void a_restaurant_comes_back_as_it_was_added_and_is_not_rated_yet() throws TimeoutException {
    RestaurantId id = add(NOODLES, "a");
    Details details = get(store().details(id)).orElseThrow();
    assertThat(details.restaurant())
        .isEqualTo(new Restaurant(id, "Zoë's Noodles", Cuisine.CHINESE, "5 Mill Yard", "Pulled by hand"));
    assertThat(details.score().average()).isEmpty();
    assertThat(details.score().reviews()).isZero();
    assertThat(details.perStar()).containsExactly(0L, 0L, 0L, 0L, 0L);
  }

  @Test
  void text_that_looks_like_a_statement_is_only_text() throws TimeoutException {
    var hostile = new RestaurantDraft("'; DROP TABLE review; --", Cuisine.OTHER, "\" OR 1=1",
        "%_\\ {$gt: 1} \uD83C\uDF5C");
    RestaurantId id = add(hostile, "a");
    assertThat(get(store().details(id)).orElseThrow().restaurant().name()).isEqualTo(hostile.name());
    assertThat(get(store().details(id)).orElseThrow().restaurant().description()).isEqualTo(hostile.description());
    assertThat(get(store().find(Search.of("' OR '1'='1", Optional.empty(), 1))).total()).isZero();
  }

  @Test
  void the_average_and_the_spread_are_those_of_all_reviews() throws TimeoutException {
    RestaurantId id = add(NOODLES, "a");
    for (int stars : new int[]{5, 5, 4, 1}) {
      review(id, stars, "r" + stars + System.nanoTime(), NOW);
    }
    Details details = get(store().details(id)).orElseThrow();
    assertThat(details.score().average()).hasValue(3.75);
    assertThat(details.score().reviews()).isEqualTo(4);
    assertThat(details.perStar()).containsExactly(1L, 0L, 0L, 1L, 2L);
    assertThat(get(store().find(Search.everything())).items()).singleElement()
        .satisfies(listing -> assertThat(listing.score()).isEqualTo(details.score()));
  }

  @Test
  void the_list_begins_with_the_best_then_the_most_reviewed_then_the_oldest_and_ends_with_the_unrated()
      throws TimeoutException {
    RestaurantId unrated = add(NOODLES, "unrated");
    RestaurantId good = add(PIZZA, "good");
    RestaurantId goodAndLater = add(PIZZA, "good-later");
    RestaurantId goodAndBusier = add(PIZZA, "good-busier");
    RestaurantId best = add(PIZZA, "best");
    review(good, 4, "1", NOW);
    review(goodAndLater, 4, "2", NOW);
    review(goodAndBusier, 4, "3", NOW);
    review(goodAndBusier, 4, "4", NOW);
    review(best, 5, "5", NOW);
    assertThat(get(store().find(Search.everything())).items()).extracting(listing -> listing.restaurant().id())
        .containsExactly(best, goodAndBusier, good, goodAndLater, unrated);
  }

  @Test
  void a_search_ignores_capitals_and_accents_wants_every_word_and_takes_signs_literally() throws TimeoutException {
    RestaurantId noodles = add(NOODLES, "a");
    RestaurantId pizza = add(PIZZA, "b");
    assertThat(found("ZOE mill")).containsExactly(noodles);
    assertThat(found("chinese")).containsExactly(noodles);
    assertThat(found("zoe market")).isEmpty();
    assertThat(found("100%")).containsExactly(pizza);
    assertThat(found("%")).containsExactly(pizza);
    assertThat(found("_")).isEmpty();
    assertThat(get(store().find(Search.of("", Optional.of(Cuisine.ITALIAN), 1))).items())
        .extracting(listing -> listing.restaurant().id()).containsExactly(pizza);
  }

  @Test
  void a_search_for_what_is_no_character_finds_the_words_around_it() throws TimeoutException {
    add(NOODLES, "a");
    for (String typed : List.of("zoe\0noodles", "\0", "noodles\uD83C", "\u0001zoe\uDC00\u007f")) {
      assertThat(get(store().find(Search.of(typed, Optional.empty(), 1))).total()).as(typed).isEqualTo(1);
    }
  }

  @Test
  void pages_hold_their_share_and_a_page_beyond_the_last_is_the_last() throws TimeoutException {
    for (int i = 0; i <= RestaurantStore.RESTAURANTS_PER_PAGE; i++) {
      add(PIZZA, "r" + i);
    }
    Slice<Listing> first = get(store().find(Search.everything()));
    assertThat(first.items()).hasSize(RestaurantStore.RESTAURANTS_PER_PAGE);
    assertThat(first.pages()).isEqualTo(2);
    Slice<Listing> last = get(store().find(Search.of("", Optional.empty(), 999_999)));
    assertThat(last.number()).isEqualTo(2);
    assertThat(last.items()).hasSize(1).doesNotContainAnyElementsOf(first.items());
  }

  @Test
  void reviews_come_newest_first_in_pages() throws TimeoutException {
    RestaurantId id = add(NOODLES, "a");
    int count = RestaurantStore.REVIEWS_PER_PAGE + 2;
    for (int i = 0; i < count; i++) {
      get(store().add(id, new ReviewDraft("guest " + i, 3, "line\nline", NOW.plusSeconds(i)), new Submission("s" + i)));
    }
    Slice<Review> first = get(store().reviews(id, 1));
    Slice<Review> second = get(store().reviews(id, 2));
    assertThat(first.total()).isEqualTo(count);
    assertThat(IntStream.range(0, count).mapToObj(i -> "guest " + (count - 1 - i)).toList())
        .isEqualTo(Stream.of(first, second).flatMap(slice -> slice.items().stream())
            .map(Review::author).toList());
    assertThat(first.items().getFirst().comment()).isEqualTo("line\nline");
    assertThat(first.items().getFirst().at()).isEqualTo(NOW.plusSeconds(count - 1));
  }

  @Test
  void the_same_submission_is_kept_once_and_answers_the_same_id() throws TimeoutException {
    RestaurantId id = add(NOODLES, "once");
    assertThat(add(NOODLES, "once")).isEqualTo(id);
    Optional<String> review = review(id, 5, "review", NOW);
    assertThat(review(id, 5, "review", NOW)).isEqualTo(review).isPresent();
    assertThat(get(store().find(Search.everything())).total()).isEqualTo(1);
    assertThat(get(store().reviews(id, 1)).total()).isEqualTo(1);
  }

  @Test
  void the_same_submission_sent_many_times_at_once_is_kept_once() throws TimeoutException {
    var sent = IntStream.range(0, 20).mapToObj(_ -> store().add(NOODLES, new Submission("burst"))).toList();
    get(Future.all(sent));
    assertThat(sent).extracting(Future::result).containsOnly(sent.getFirst().result());
    assertThat(get(store().find(Search.everything())).total()).isEqualTo(1);
  }

  @Test
  void readers_and_writers_do_not_disturb_each_other() throws TimeoutException {
    RestaurantId id = add(NOODLES, "a");
    var writes = IntStream.range(0, 60).mapToObj(i -> store().add(id, new ReviewDraft("g", 4, "c", NOW),
        new Submission("w" + i))).toList();
    var reads = IntStream.range(0, 60).mapToObj(_ -> store().find(Search.everything())).toList();
    get(Future.all(writes));
    get(Future.all(reads));
    assertThat(get(store().reviews(id, 1)).total()).isEqualTo(60);
  }

  @Test
  void an_unknown_restaurant_has_no_details_no_reviews_and_takes_none() throws TimeoutException {
    for (String unknown : List.of("999", "0", "-1", "abc", "", "1 OR 1=1", "99999999999999999999", "\u0661")) {
      var id = new RestaurantId(unknown);
      assertThat(get(store().details(id))).as(unknown).isEmpty();
      assertThat(get(store().reviews(id, 1)).total()).as(unknown).isZero();
      assertThat(review(id, 5, "to-" + unknown, NOW)).as(unknown).isEmpty();
    }
  }

  @Test
  void samples_fill_an_empty_store_only() throws TimeoutException {
    List<Sample> samples = SampleData.at(NOW);
    assertThat(get(store().fillIfEmpty(samples))).isEqualTo(samples.size())
        .isGreaterThan(RestaurantStore.RESTAURANTS_PER_PAGE);
    assertThat(get(store().fillIfEmpty(samples))).isZero();
    assertThat(get(store().find(Search.everything())).total()).isEqualTo(samples.size());
  }

  @Test
  void a_review_keeps_its_photo_and_the_store_tells_which_photos_are_referred_to() throws TimeoutException {
    RestaurantId id = add(NOODLES, "a");
    var photo = new PhotoId("00112233445566778899aabbccddeeff.jpg");
    var stray = new PhotoId("ffeeddccbbaa99887766554433221100.webp");
    get(store().add(id, new ReviewDraft("g", 5, "c", NOW).with(photo), new Submission("with")));
    review(id, 4, "without", NOW.plusSeconds(1));
    assertThat(get(store().reviews(id, 1)).items()).extracting(Review::photo)
        .containsExactly(Optional.empty(), Optional.of(photo));
    assertThat(get(store().referred(Set.of(photo, stray)))).containsExactly(photo);
    assertThat(get(store().referred(Set.of()))).isEmpty();
  }

  @Test
  void the_cover_is_the_newest_photo_among_the_reviews() throws TimeoutException {
    RestaurantId id = add(NOODLES, "a");
    var older = new PhotoId("00112233445566778899aabbccddeeff.jpg");
    var newer = new PhotoId("ffeeddccbbaa99887766554433221100.webp");
    assertThat(covers(id)).containsExactly(Optional.empty(), Optional.empty());
    get(store().add(id, new ReviewDraft("g", 5, "c", NOW).with(newer), new Submission("newer")));
    assertThat(covers(id)).containsExactly(Optional.of(newer), Optional.of(newer));
    get(store().add(id, new ReviewDraft("g", 5, "c", NOW.minusSeconds(9)).with(older), new Submission("older")));
    review(id, 4, "without", NOW.plusSeconds(1));
    add(PIZZA, "b");
    assertThat(covers(id)).containsExactly(Optional.of(newer), Optional.of(newer));
    assertThat(get(store().find(Search.everything())).items().getLast().cover()).isEmpty();
  }

  private List<Optional<PhotoId>> covers(RestaurantId id) throws TimeoutException {
    return List.of(get(store().details(id)).orElseThrow().cover(),
        get(store().find(Search.everything())).items().getFirst().cover());
  }

  @Test
  void visits_are_counted_by_browser_system_and_known_country() throws TimeoutException {
    var finnish = new Visit(Browser.FIREFOX, OperatingSystem.LINUX, Country.parse("fi"));
    var unknown = new Visit(Browser.FIREFOX, OperatingSystem.WINDOWS, Optional.empty());
    var robot = new Visit(Browser.BOT, OperatingSystem.OTHER, Country.parse("SE"));
    assertThat(get(visits().totals())).isEqualTo(new VisitTotals(0, List.of(), List.of(), List.of()));
    get(Future.all(List.of(visits().count(finnish), visits().count(unknown), visits().count(robot),
        visits().count(finnish))));
    VisitTotals totals = get(visits().totals());
    assertThat(totals.all()).isEqualTo(4);
    assertThat(totals.browsers()).containsExactly(new VisitTotals.Count<>(Browser.FIREFOX, 3),
        new VisitTotals.Count<>(Browser.BOT, 1));
    assertThat(totals.systems()).containsExactly(new VisitTotals.Count<>(OperatingSystem.LINUX, 2),
        new VisitTotals.Count<>(OperatingSystem.OTHER, 1), new VisitTotals.Count<>(OperatingSystem.WINDOWS, 1));
    assertThat(totals.countries()).containsExactly(new VisitTotals.Count<>(new Country("FI"), 2),
        new VisitTotals.Count<>(new Country("SE"), 1));
  }

  @Test
  void visits_that_come_at_once_are_all_counted() throws TimeoutException {
    var visit = new Visit(Browser.CHROME, OperatingSystem.ANDROID, Country.parse("DE"));
    get(Future.all(IntStream.range(0, 100).mapToObj(_ -> visits().count(visit)).toList()));
    assertThat(get(visits().totals()).all()).isEqualTo(100);
  }

  @Test
  void a_usable_store_says_so() throws TimeoutException {
    get(store().check());
    assertThat(store().check().await()).isNull();
  }

  protected RestaurantId add(RestaurantDraft draft, String submission) throws TimeoutException {
    return get(store().add(draft, new Submission(submission)));
  }

  private Optional<String> review(RestaurantId id, int stars, String submission, Instant at) throws TimeoutException {
    return get(store().add(id, new ReviewDraft("guest", stars, "comment", at), new Submission(submission)));
  }

  private List<RestaurantId> found(String typed) throws TimeoutException {
    return get(store().find(Search.of(typed, Optional.empty(), 1))).items().stream()
        .map(listing -> listing.restaurant().id()).toList();
  }
}
