package reviews.web;

import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import reviews.restaurants.Listing;
import reviews.restaurants.Restaurant;
import reviews.restaurants.Review;
import reviews.restaurants.ReviewDraft;
import reviews.restaurants.Score;
import reviews.restaurants.Slice;

/** What the templates show, already in words. */
final class Views {
  /** The drawn width of one star; see {@code parts.ftlh}. */
  private static final int STAR_WIDTH = 24;
  private static final int BAR_WIDTH = 100;
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH)
      .withZone(ZoneOffset.UTC);

  /**
   * A row of five stars.
   *
   * @param width how far the row is filled, in the picture's units
   * @param label what a screen reader says
   */
  record Stars(String width, String label) {}

  /** @param average for example {@code 4.3}; empty without reviews */
  record ScoreView(String average, String count, Stars stars) {}

  record RestaurantView(String path, String name, String cuisine, String cuisineKey, Covers.Cover cover, String address,
      List<String> description, ScoreView score) {}

  /** @param photo its address; empty when there is none */
  record ReviewView(String anchor, String author, Stars stars, List<String> paragraphs, String day, String isoDay,
      String photo) {}

  /** @param width of a bar in a picture 100 units wide */
  record Bar(String label, long count, String width) {}

  /** Links to the pages beside this one; empty text where there is none. */
  record Pager(int number, int pages, String earlier, String later) {}

  record Choice(String key, String label, String path, boolean chosen) {}

  private Views() {}

  static RestaurantView of(Listing listing, Covers covers) {
    return of(listing.restaurant(), listing.score(), covers.of(listing.restaurant(), listing.cover()));
  }

  static RestaurantView of(Restaurant restaurant, Score score, Covers.Cover cover) {
    return new RestaurantView(path(restaurant.id().value()), restaurant.name(), restaurant.cuisine().label(),
        restaurant.cuisine().key(), cover, restaurant.address(),
        restaurant.description().lines().filter(line -> !line.isBlank()).toList(), of(score));
  }

  static String path(String restaurantId) {
    return "/restaurants/" + URLEncoder.encode(restaurantId, StandardCharsets.UTF_8);
  }

  /** Where a review stands on the page of its restaurant. */
  static String anchor(String reviewId) {
    return "review-" + reviewId;
  }

  static ScoreView of(Score score) {
    String count = switch ((int) Math.min(score.reviews(), 2)) {
      case 0 -> "No reviews yet";
      case 1 -> "1 review";
      default -> score.reviews() + " reviews";
    };
    OptionalDouble average = score.average();
    return average.isEmpty()
        ? new ScoreView("", count, new Stars("0", "not rated yet"))
        : new ScoreView(decimal(average.getAsDouble()), count, stars(average.getAsDouble()));
  }

  static ReviewView of(Review review, Covers covers) {
    return new ReviewView(anchor(review.id()), review.author(), stars(review.stars()),
        review.comment().lines().filter(line -> !line.isBlank()).toList(), DAY.format(review.at()),
        review.at().atZone(ZoneOffset.UTC).toLocalDate().toString(),
        review.photo().map(covers::address).orElse(""));
  }

  /** Five stars first, as people read it. */
  static List<Bar> bars(List<Long> perStar) {
    long most = Math.max(1, perStar.stream().mapToLong(Long::longValue).max().orElse(1));
    var bars = new ArrayList<Bar>();
    for (int stars = perStar.size(); stars >= 1; stars--) {
      long count = perStar.get(stars - 1);
      bars.add(new Bar(stars == 1 ? "1 star" : stars + " stars", count, decimal((double) BAR_WIDTH * count / most)));
    }
    return bars;
  }

  /**
   * @param path of the list without its page, ending in {@code ?} or {@code &}
   * @param fragment empty, or beginning with {@code #}
   */
  static Pager pager(Slice<?> slice, String path, String fragment) {
    return new Pager(slice.number(), slice.pages(),
        slice.number() > 1 ? path + "page=" + (slice.number() - 1) + fragment : "",
        slice.number() < slice.pages() ? path + "page=" + (slice.number() + 1) + fragment : "");
  }

  /** The page that was asked for; anything that is not one means the first. */
  static int page(RoutingContext ctx) {
    String text = String.valueOf(ctx.request().getParam("page"));
    return text.matches("[1-9]\\d{0,6}") ? Integer.parseInt(text) : 1;
  }

  private static Stars stars(double average) {
    return new Stars(decimal(average * STAR_WIDTH), plain(average) + " out of " + ReviewDraft.MOST_STARS + " stars");
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : decimal(value);
  }
}
