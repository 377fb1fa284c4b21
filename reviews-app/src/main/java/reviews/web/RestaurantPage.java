package reviews.web;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import reviews.photos.BadPhotoException;
import reviews.photos.PhotoId;
import reviews.photos.Photos;
import reviews.restaurants.Details;
import reviews.restaurants.RestaurantId;
import reviews.restaurants.RestaurantStore;
import reviews.restaurants.Review;
import reviews.restaurants.ReviewDraft;
import reviews.restaurants.Slice;
import reviews.restaurants.Submission;
import reviews.upload.FormBody;
import reviews.web.form.FormGuard;
import reviews.web.form.FormInput;
import reviews.web.form.ReviewForm;
import reviews.web.problem.Problem;
import reviews.web.problem.Refusal;

/** One restaurant with its reviews, and the form that adds one. */
final class RestaurantPage implements Handler<RoutingContext> {
  /** The value of {@code added} after a restaurant was. */
  static final String RESTAURANT = "restaurant";

  private record Shown(Details details, Slice<Review> reviews) {}

  private final RestaurantStore store;
  private final Photos photos;
  private final Pages pages;
  private final Covers covers;
  private final FormGuard forms;
  private final Access access;
  private final Clock clock;

  RestaurantPage(Parts parts, Pages pages, Covers covers, FormGuard forms, Access access, Clock clock) {
    this.store = parts.store();
    this.photos = parts.photos();
    this.pages = pages;
    this.covers = covers;
    this.forms = forms;
    this.access = access;
    this.clock = clock;
  }

  @Override
  public void handle(RoutingContext ctx) {
    load(ctx).onSuccess(shown -> show(ctx, 200, shown, FormInput.blank())).onFailure(ctx::fail);
  }

  /** Takes a form whose token was checked. */
  void add(RoutingContext ctx, Submission submission) {
    List<Path> uploads = FormBody.files(ctx);
    ReviewForm form = ReviewForm.read(signed(ctx), uploads.size(), clock.instant());
    if (form.draft().isEmpty()) {
      showAgain(ctx, 422, form.input());
      return;
    }
    ReviewDraft draft = form.draft().get();
    (uploads.isEmpty() ? plain(ctx, draft, submission) : withPhoto(ctx, draft, uploads.getFirst(), submission))
        .onSuccess(review -> SiteRouter.seeOther(ctx,
            Views.path(id(ctx).value()) + "?added=" + Views.anchor(review) + "#" + Views.anchor(review)))
        .onFailure(failure -> {
          if (failure instanceof BadPhotoException bad) {
            form.input().put(ReviewForm.PHOTO, "", Objects.requireNonNull(bad.getMessage()));
            showAgain(ctx, status(bad.why()), form.input());
          } else {
            ctx.fail(failure);
          }
        });
  }

  /** What was sent, with the account's own name where there is one: nobody signs for another. */
  private MultiMap signed(RoutingContext ctx) {
    MultiMap form = MultiMap.caseInsensitiveMultiMap().addAll(ctx.request().formAttributes());
    access.person(ctx).ifPresent(person -> form.set(ReviewForm.AUTHOR.name(), person.name()));
    return form;
  }

  private Future<String> plain(RoutingContext ctx, ReviewDraft draft, Submission submission) {
    return store.add(id(ctx), draft, submission)
        .map(added -> added.orElseThrow(() -> Refusal.UNKNOWN_RESTAURANT.refused()));
  }

  /** The photo first, then the review that names it; a photo that no review came to name is thrown away. */
  private Future<String> withPhoto(RoutingContext ctx, ReviewDraft draft, Path upload, Submission submission) {
    return photos.take(upload)
        .compose(photo -> plain(ctx, draft.with(photo), submission).compose(review -> settle(photo).map(review),
            failure -> photos.discard(photo).transform(_ -> Future.failedFuture(failure))));
  }

  /** A form that was sent twice left the first photo with its review. What goes wrong here, the sweep puts right. */
  private Future<Void> settle(PhotoId photo) {
    return store.referred(Set.of(photo))
        .compose(used -> used.isEmpty() ? photos.discard(photo) : photos.confirm(photo)).otherwiseEmpty();
  }

  private static int status(BadPhotoException.Why why) {
    return switch (why) {
      case TOO_LARGE -> 413;
      case OTHER_TYPE -> 415;
      case TOO_MANY_PIXELS, DAMAGED, MORE_THAN_A_PHOTO -> 422;
    };
  }

  private static RestaurantId id(RoutingContext ctx) {
    return new RestaurantId(Objects.requireNonNull(ctx.pathParam("id"), "the route has an id"));
  }

  private Future<Shown> load(RoutingContext ctx) {
    RestaurantId id = id(ctx);
    return store.details(id).map(found -> found.orElseThrow(() -> Refusal.UNKNOWN_RESTAURANT.refused()))
        .compose(details -> store.reviews(id, Views.page(ctx)).map(reviews -> new Shown(details, reviews)));
  }

  private void showAgain(RoutingContext ctx, int status, FormInput input) {
    load(ctx).onSuccess(shown -> show(ctx, status, shown, input)).onFailure(ctx::fail);
  }

  private void show(RoutingContext ctx, int status, Shown shown, FormInput input) {
    Details details = shown.details();
    var view = Views.of(details.restaurant(), details.score(), covers.of(details.restaurant(), details.cover()));
    Optional<Problem> obstacle = access.obstacle(ctx);
    String title = input.faults().isEmpty() ? view.name() : "Please check your review of " + view.name();
    pages.show(ctx, status, "restaurant", title,
        Map.of("restaurant", view, "reviews",
            shown.reviews().items().stream().map(review -> Views.of(review, covers)).toList(), "bars",
            Views.bars(details.perStar()), "pager", Views.pager(shown.reviews(), view.path() + "?", "#reviews"),
            "form", input, "token", obstacle.isEmpty() ? forms.newToken(ctx) : "", "thanks",
            thanks(ctx.request().getParam("added", ""), shown.reviews().items())));
  }

  /** Where the page thanks: by the review that was added, which is where it opens; else at its top; empty for nowhere. */
  static String thanks(String added, List<Review> reviews) {
    if (added.equals(RESTAURANT) || !added.startsWith(Views.anchor(""))) {
      return added.equals(RESTAURANT) ? RESTAURANT : "";
    }
    return reviews.stream().anyMatch(review -> Views.anchor(review.id()).equals(added)) ? added : "review";
  }
}
