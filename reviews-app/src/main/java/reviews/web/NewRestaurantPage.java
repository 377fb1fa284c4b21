package reviews.web;

import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.stream.Stream;
import reviews.restaurants.Cuisine;
import reviews.restaurants.RestaurantStore;
import reviews.restaurants.Submission;

/** The form that adds a restaurant. */
final class NewRestaurantPage {
  private final RestaurantStore store;
  private final Pages pages;

  NewRestaurantPage(RestaurantStore store, Pages pages) {
    this.store = store;
    this.pages = pages;
  }

  void show(RoutingContext ctx, FormGuard forms) {
    show(ctx, forms, 200, "Add a restaurant", FormInput.blank());
  }

  void add(RoutingContext ctx, FormGuard forms) {
    Submission submission = forms.check(ctx);
    RestaurantForm form = RestaurantForm.read(ctx.request().formAttributes());
    form.draft().ifPresentOrElse(draft -> store.add(draft, submission)
        .onSuccess(id -> SiteRouter.seeOther(ctx, Views.path(id.value()) + "?added=restaurant")).onFailure(ctx::fail),
        () -> show(ctx, forms, 422, "Please check: add a restaurant", form.input()));
  }

  private void show(RoutingContext ctx, FormGuard forms, int status, String title, FormInput input) {
    String chosen = input.values().getOrDefault(RestaurantForm.CUISINE, "");
    var choices = Stream.of(Cuisine.values())
        .map(cuisine -> new Views.Choice(cuisine.key(), cuisine.label(), "", cuisine.key().equals(chosen))).toList();
    pages.show(ctx, status, "new-restaurant", title,
        Map.of("form", input, "choices", choices, "token", forms.newToken(ctx)));
  }
}
