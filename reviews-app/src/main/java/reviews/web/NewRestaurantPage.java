package reviews.web;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import reviews.restaurants.Cuisine;
import reviews.restaurants.RestaurantStore;
import reviews.restaurants.Submission;
import reviews.web.form.FormGuard;
import reviews.web.form.FormInput;
import reviews.web.form.RestaurantForm;
import reviews.web.problem.Problem;
import reviews.web.problem.Refusal;

/** The form that adds a restaurant. */
final class NewRestaurantPage implements Handler<RoutingContext> {
  private final RestaurantStore store;
  private final Pages pages;
  private final FormGuard forms;
  private final Access access;

  NewRestaurantPage(RestaurantStore store, Pages pages, FormGuard forms, Access access) {
    this.store = store;
    this.pages = pages;
    this.forms = forms;
    this.access = access;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Optional<Problem> obstacle = access.obstacle(ctx);
    if (obstacle.isEmpty()) {
      show(ctx, 200, "Add a restaurant", FormInput.blank());
    } else if (obstacle.get() == Refusal.SIGN_IN_FIRST) {
      SiteRouter.seeOther(ctx, "/sign-in?to=/restaurants/new");
    } else {
      throw obstacle.get().refused();
    }
  }

  /** Takes a form whose token was checked. */
  void add(RoutingContext ctx, Submission submission) {
    RestaurantForm form = RestaurantForm.read(ctx.request().formAttributes());
    form.draft().ifPresentOrElse(draft -> store.add(draft, submission)
        .onSuccess(id -> SiteRouter.seeOther(ctx, Views.path(id.value()) + "?added=" + RestaurantPage.RESTAURANT))
        .onFailure(ctx::fail),
        () -> show(ctx, 422, "Please check: add a restaurant", form.input()));
  }

  private void show(RoutingContext ctx, int status, String title, FormInput input) {
    String chosen = input.values().getOrDefault(RestaurantForm.CUISINE, "");
    var choices = Stream.of(Cuisine.values())
        .map(cuisine -> new Views.Choice(cuisine.key(), cuisine.label(), "", cuisine.key().equals(chosen))).toList();
    pages.show(ctx, status, "new-restaurant", title,
        Map.of("form", input, "choices", choices, "token", forms.newToken(ctx)));
  }
}
