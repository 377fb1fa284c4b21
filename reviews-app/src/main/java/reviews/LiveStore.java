package reviews;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import reviews.photos.PhotoId;
import reviews.restaurants.Details;
import reviews.restaurants.Listing;
import reviews.restaurants.RestaurantDraft;
import reviews.restaurants.RestaurantId;
import reviews.restaurants.RestaurantStore;
import reviews.restaurants.Review;
import reviews.restaurants.ReviewDraft;
import reviews.restaurants.Sample;
import reviews.restaurants.Search;
import reviews.restaurants.Slice;
import reviews.restaurants.StoreUnavailableException;
import reviews.restaurants.Submission;
import reviews.visits.Visit;
import reviews.visits.VisitTotals;
import reviews.visits.Visits;

/** The store that is in use now. It can be replaced while the site runs, when its connection string was changed. */
final class LiveStore implements RestaurantStore, Visits {
  /** One store in both its parts; none while nobody knows where it is. */
  record Parts(RestaurantStore restaurants, Visits visits) {
    static <S extends RestaurantStore & Visits> Parts of(S store) {
      return new Parts(store, store);
    }
  }

  private volatile Optional<Parts> current;

  LiveStore(Optional<Parts> first) {
    this.current = first;
  }

  /** Requests from now on go to {@code next}; the one before is closed, which lets its running work end. */
  Future<Void> replace(Optional<Parts> next) {
    Optional<Parts> before = current;
    current = next;
    return before.map(parts -> parts.restaurants().close()).orElseGet(Future::succeededFuture);
  }

  @Override
  public Future<Slice<Listing>> find(Search search) {
    return restaurants(store -> store.find(search));
  }

  @Override
  public Future<Optional<Details>> details(RestaurantId id) {
    return restaurants(store -> store.details(id));
  }

  @Override
  public Future<Slice<Review>> reviews(RestaurantId id, int page) {
    return restaurants(store -> store.reviews(id, page));
  }

  @Override
  public Future<RestaurantId> add(RestaurantDraft draft, Submission submission) {
    return restaurants(store -> store.add(draft, submission));
  }

  @Override
  public Future<Optional<String>> add(RestaurantId restaurant, ReviewDraft draft, Submission submission) {
    return restaurants(store -> store.add(restaurant, draft, submission));
  }

  @Override
  public Future<Integer> fillIfEmpty(List<Sample> samples) {
    return restaurants(store -> store.fillIfEmpty(samples));
  }

  @Override
  public Future<Set<PhotoId>> referred(Set<PhotoId> photos) {
    return restaurants(store -> store.referred(photos));
  }

  @Override
  public Future<Void> check() {
    return restaurants(RestaurantStore::check);
  }

  @Override
  public Future<Void> close() {
    return replace(Optional.empty());
  }

  @Override
  public Future<Void> count(Visit visit) {
    return current.map(parts -> parts.visits().count(visit)).orElseGet(LiveStore::unknown);
  }

  @Override
  public Future<VisitTotals> totals() {
    return current.map(parts -> parts.visits().totals()).orElseGet(LiveStore::unknown);
  }

  private <T> Future<T> restaurants(Function<RestaurantStore, Future<T>> work) {
    return current.map(parts -> work.apply(parts.restaurants())).orElseGet(LiveStore::unknown);
  }

  private static <T> Future<T> unknown() {
    return Future.failedFuture(
        new StoreUnavailableException("the site does not know its store: CONNECTION_STRING is not loaded or no good",
            null));
  }
}
