package reviews.restaurants;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import reviews.photos.PhotoId;

/**
 * Keeps restaurants and reviews. Never blocks its caller. Every future fails with {@link StoreUnavailableException} while the
 * store cannot be used; the store then recovers by itself, so the same object may be asked again at any time. Averages
 * and pages are computed by the store.
 */
public interface RestaurantStore {
  /** Restaurants on one page of a list, reviews on one page of a restaurant. */
  int RESTAURANTS_PER_PAGE = 12;
  int REVIEWS_PER_PAGE = 8;

  /** Best average first, then more reviews, then older; those without reviews come last. */
  Future<Slice<Listing>> find(Search search);

  /** Empty when there is no such restaurant, whatever the id looks like. */
  Future<Optional<Details>> details(RestaurantId id);

  /** Newest first; a page beyond the last one means the last one; an unknown restaurant has none. */
  Future<Slice<Review>> reviews(RestaurantId id, int page);

  /** Adds a restaurant; with a submission that was kept before, answers its id and changes nothing. */
  Future<RestaurantId> add(RestaurantDraft draft, Submission submission);

  /**
   * Adds a review and answers its id; with a submission that was kept before, answers that id and changes nothing. Empty
   * when there is no such restaurant.
   */
  Future<Optional<String>> add(RestaurantId restaurant, ReviewDraft draft, Submission submission);

  /** Adds all samples, or nothing when the store holds any restaurant; answers how many restaurants were added. */
  Future<Integer> fillIfEmpty(List<Sample> samples);

  /** Which of these photos reviews refer to. */
  Future<Set<PhotoId>> referred(Set<PhotoId> photos);

  /** Completes when the store can be read and written now. */
  Future<Void> check();

  /** Lets running work end and gives everything back; safe to repeat. */
  Future<Void> close();
}
