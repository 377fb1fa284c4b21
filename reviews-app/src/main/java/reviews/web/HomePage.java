package reviews.web;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reviews.restaurants.Cuisine;
import reviews.restaurants.Listing;
import reviews.restaurants.RestaurantStore;
import reviews.restaurants.Search;
import reviews.restaurants.Slice;

/** The list of restaurants, searched by words and by cuisine. */
final class HomePage implements Handler<RoutingContext> {
  /** What is kept of the words that a visitor looks for. */
  private static final int MOST_TYPED = 80;

  private final RestaurantStore store;
  private final Pages pages;
  private final Covers covers;

  HomePage(RestaurantStore store, Pages pages, Covers covers) {
    this.store = store;
    this.pages = pages;
    this.covers = covers;
  }

  @Override
  public void handle(RoutingContext ctx) {
    String typed = typed(ctx);
    Optional<Cuisine> cuisine = Cuisine.ofKey(ctx.request().getParam("cuisine", ""));
    store.find(Search.of(typed, cuisine, Views.page(ctx))).onSuccess(found -> show(ctx, typed, cuisine, found))
        .onFailure(ctx::fail);
  }

  /** The words that a visitor looks for. */
  static String typed(RoutingContext ctx) {
    String given = ctx.request().getParam("q", "").strip();
    return given.length() > MOST_TYPED ? given.substring(0, MOST_TYPED) : given;
  }

  private void show(RoutingContext ctx, String typed, Optional<Cuisine> cuisine, Slice<Listing> found) {
    String title = cuisine.map(Cuisine::label).orElse("Restaurants and what their guests say");
    pages.show(ctx, 200, "home", title,
        Map.of("restaurants", found.items().stream().map(listing -> Views.of(listing, covers)).toList(), "total",
            found.total(), "typed", typed,
            "cuisine", cuisine.map(Cuisine::key).orElse(""), "cuisineLabel", cuisine.map(Cuisine::label).orElse(""),
            "choices", choices(typed, cuisine), "pager",
            Views.pager(found, list(typed, cuisine.map(Cuisine::key).orElse("")), "")));
  }

  private static List<Views.Choice> choices(String typed, Optional<Cuisine> chosen) {
    var choices = new ArrayList<Views.Choice>();
    choices.add(new Views.Choice("", "All", list(typed, ""), chosen.isEmpty()));
    for (Cuisine cuisine : Cuisine.values()) {
      choices.add(new Views.Choice(cuisine.key(), cuisine.label(), list(typed, cuisine.key()),
          chosen.equals(Optional.of(cuisine))));
    }
    return choices;
  }

  /** The address of the list, ready for one more parameter. */
  static String list(String typed, String cuisine) {
    var path = new StringBuilder("/?");
    if (!typed.isEmpty()) {
      path.append("q=").append(URLEncoder.encode(typed, StandardCharsets.UTF_8)).append('&');
    }
    if (!cuisine.isEmpty()) {
      path.append("cuisine=").append(cuisine).append('&');
    }
    return path.toString();
  }
}
