package reviews.mongo;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import reviews.photos.PhotoId;
import reviews.restaurants.Details;
import reviews.restaurants.Listing;
import reviews.restaurants.RestaurantStore;
import reviews.restaurants.Review;
import reviews.restaurants.Search;
import reviews.restaurants.Slice;
import reviews.visits.Tally;
import reviews.visits.VisitTotals;

/** What is read. What visitors typed is only ever a value, never an operator. */
final class Queries {
  private static final Pattern SIGN = Pattern.compile("[^\\p{L}\\p{N} ]");

  private final MongoClient client;
  private final String collection;

  Queries(MongoClient client, String collection) {
    this.client = client;
    this.collection = collection;
  }

  Future<Slice<Listing>> find(Search search) {
    var query = new JsonObject().put("kind", Documents.RESTAURANT);
    search.cuisine().ifPresent(cuisine -> query.put("cuisine", cuisine.key()));
    if (!search.words().isEmpty()) {
      query.put("$and", new JsonArray(search.words().stream()
          .map(word -> new JsonObject().put("folded", new JsonObject().put("$regex", literal(word)))).toList()));
    }
    int size = RestaurantStore.RESTAURANTS_PER_PAGE;
    return client.count(collection, query).compose(total -> {
      int pages = Slice.pagesFor(total, size);
      int page = Math.clamp(search.page(), 1, pages);
      var order = new JsonObject().put("average", -1).put("reviews", -1).put("added", 1);
      return client.findWithOptions(collection, query, page(order, page, size))
          .map(found -> new Slice<>(found.stream()
              .map(document -> new Listing(Documents.restaurant(document), Documents.score(document),
                  Documents.photo(document, "cover")))
              .toList(), page,
              pages, total));
    });
  }

  Future<Optional<Details>> details(String id) {
    return restaurant(id).map(found -> found.map(document -> new Details(Documents.restaurant(document),
        Documents.score(document), Documents.perStar(document), Documents.photo(document, "cover"))));
  }

  Future<Slice<Review>> reviews(String restaurant, int wanted) {
    var query = new JsonObject().put("kind", Documents.REVIEW).put("restaurant", restaurant);
    int size = RestaurantStore.REVIEWS_PER_PAGE;
    return client.count(collection, query).compose(total -> {
      int pages = Slice.pagesFor(total, size);
      int page = Math.clamp(wanted, 1, pages);
      var order = new JsonObject().put("at", -1).put("added", -1);
      return client.findWithOptions(collection, query, page(order, page, size))
          .map(found -> new Slice<>(found.stream().map(Documents::review).toList(), page, pages, total));
    });
  }

  Future<Set<PhotoId>> referred(Set<PhotoId> photos) {
    var query = new JsonObject().put("photo",
        new JsonObject().put("$in", new JsonArray(photos.stream().map(PhotoId::value).toList())));
    return client.findWithOptions(collection, query, new FindOptions().setFields(new JsonObject().put("photo", 1)))
        .map(found -> found.stream().map(document -> new PhotoId(document.getString("photo")))
            .collect(Collectors.toSet()));
  }

  Future<VisitTotals> totals() {
    return client.find(collection, new JsonObject().put("kind", Documents.VISITS))
        .map(found -> VisitTotals.of(found.stream().map(document -> new VisitTotals.Line(
            new Tally(document.getString("of"), document.getString("name")), document.getLong("visits"))).toList()));
  }

  Future<Boolean> isEmpty() {
    return client.findOne(collection, new JsonObject().put("kind", Documents.RESTAURANT),
        new JsonObject().put("_id", 1)).map(found -> found == null);
  }

  private Future<Optional<JsonObject>> restaurant(String id) {
    return client.findOne(collection, new JsonObject().put("_id", id).put("kind", Documents.RESTAURANT), null)
        .map(found -> Optional.ofNullable(found));
  }

  private static FindOptions page(JsonObject order, int page, int size) {
    return new FindOptions().setSort(order).setSkip((page - 1) * size).setLimit(size);
  }

  /** A pattern that finds just this text. */
  private static String literal(String word) {
    return SIGN.matcher(word).replaceAll("\\\\$0");
  }
}
