package reviews.web;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import reviews.restaurants.Details;
import reviews.restaurants.RestaurantId;
import reviews.restaurants.RestaurantStore;
import reviews.restaurants.Review;
import reviews.restaurants.Slice;
import reviews.restaurants.Submission;

/** One restaurant with its reviews, and the form that adds one. */
final class RestaurantPage implements Handler<RoutingContext> {
  private record Shown(Details details, Slice<Review> reviews) {}

  private final RestaurantStore store;
  private final Pages pages;
  private final FormGuard forms;
  private final Access access;
  private final Clock clock;

  RestaurantPage(RestaurantStore store, Pages pages, FormGuard forms, Access access, Clock clock) {
    this.store = store;
    this.pages = pages;
    this.forms = forms;
    this.access = access;
    this.clock = clock;
  }

  @Override
  public void handle(RoutingContext ctx) {
    load(ctx).onSuccess(shown -> show(ctx, 200, shown, access.person(ctx)
        .map(person -> FormInput.of(ReviewForm.AUTHOR, person.name())).orElseGet(FormInput::blank)))
        .onFailure(ctx::fail);
  }

  /** Takes a form whose token was checked. */
  void add(RoutingContext ctx, Submission submission) {
    ReviewForm form = ReviewForm.read(ctx.request().formAttributes(), clock.instant());
    RestaurantId id = id(ctx);
    form.draft().ifPresentOrElse(draft -> store.add(id, draft, submission)
        .map(added -> added.orElseThrow(() -> Refusal.UNKNOWN_RESTAURANT.refused()))
        .onSuccess(review -> SiteRouter.seeOther(ctx, Views.path(id.value()) + "?added=review#review-" + review))
        .onFailure(ctx::fail),
        () -> load(ctx).onSuccess(shown -> show(ctx, 422, shown, form.input())).onFailure(ctx::fail));
  }

  private static RestaurantId id(RoutingContext ctx) {
    return new RestaurantId(Objects.requireNonNull(ctx.pathParam("id"), "the route has an id"));
  }

  private Future<Shown> load(RoutingContext ctx) {
    RestaurantId id = id(ctx);
    return store.details(id).map(found -> found.orElseThrow(() -> Refusal.UNKNOWN_RESTAURANT.refused()))
        .compose(details -> store.reviews(id, Views.page(ctx)).map(reviews -> new Shown(details, reviews)));
  }

  private void show(RoutingContext ctx, int status, Shown shown, FormInput input) {
    var view = Views.of(shown.details().restaurant(), shown.details().score());
    String token = access.obstacle(ctx).isEmpty() ? forms.newToken(ctx) : "";
    String title = input.faults().isEmpty() ? view.name() : "Please check your review of " + view.name();
    pages.show(ctx, status, "restaurant", title,
        Map.of("restaurant", view, "reviews", shown.reviews().items().stream().map(Views::of).toList(), "bars",
            Views.bars(shown.details().perStar()), "pager", Views.pager(shown.reviews(), view.path() + "?", "#reviews"),
            "form", input, "token", token, "added", ctx.request().getParam("added", "")));
  }
}
