package reviews.web;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import reviews.fuzz.Require;
import reviews.fuzz.StrangersRequest;
import reviews.photos.PhotoId;
import reviews.restaurants.Cuisine;
import reviews.restaurants.Search;
import reviews.settings.EdgeSettings;
import reviews.visits.Visit;
import reviews.web.edge.Edge;

/** Opens what is read of an address and of headers to {@link reviews.fuzz.SiteFuzz}. */
public final class QueryFuzz {
  private static final int MOST_PAGES = 9_999_999;
  private static final int MOST_WORDS = 1000;

  private QueryFuzz() {}

  /** Whatever is asked for is a page, a search that a store can take, and never markup or another site. */
  public static void query(String text) {
    MultiMap params = MultiMap.caseInsensitiveMultiMap();
    try {
      new QueryStringDecoder(text, false).parameters().forEach(params::add);
    } catch (IllegalArgumentException undecodable) {
      return; // a 400: SiteRouter asks for the parameters before anybody else does
    }
    MultiMap none = MultiMap.caseInsensitiveMultiMap();
    RoutingContext ctx = new StrangersRequest(none, params, none).context();
    int page = Views.page(ctx);
    Require.that(page >= 1 && page <= MOST_PAGES, "a page");
    String typed = HomePage.typed(ctx);
    Search search = Search.of(typed, Cuisine.ofKey(ctx.request().getParam("cuisine", "")), page);
    Require.that(search.words().size() <= Search.MOST_WORDS, "few words");
    search.words().forEach(word -> Require.that(!word.isBlank() && word.length() <= MOST_WORDS
        && word.codePoints().noneMatch(c -> Character.isISOControl(c) || (c >= 0xd800 && c <= 0xdfff)),
        "words that every store can look for"));
    Require.that(HomePage.list(typed, "").matches("/\\?(q=[A-Za-z0-9.*_+%-]+&)?"), "an address of this site");
    Require.that(SignIn.wish(ctx).matches("/[A-Za-z0-9_/#-]*") && !SignIn.wish(ctx).startsWith("//"),
        "a page of this site");
    String added = ctx.request().getParam("added", "");
    Require.that(List.of("", "restaurant", "review").contains(RestaurantPage.thanks(added, List.of())), "known thanks");
    Require.that(PhotoId.parse(added).stream().allMatch(id -> id.value().matches("[0-9a-f]{32}\\.[a-z]+")), "a photo");
    Require.that(Views.path(added).matches("/restaurants/[A-Za-z0-9.*_+%-]*"), "a restaurant of this site");
  }

  /** Whatever headers say, it is one visit and one client. */
  public static void visitor(String text) {
    Visit visit = Visit.of(text, text);
    Require.that(visit.country().stream().allMatch(country -> country.code().matches("[A-Z]{2}")), "a country");
    visit.tallies().forEach(tally -> Require.that(tally.name().length() <= 40, "a short name"));
    for (int hops = 0; hops < 3; hops++) {
      var edge = new Edge(new EdgeSettings(hops, 0, Optional.of("Country")));
      String client = edge.client(StrangersRequest.withHeader("X-Forwarded-For", text).context());
      Require.that(client.length() <= Math.max(16, text.length()) && (hops > 0 || client.equals("192.0.2.1")),
          "a client");
      Require.that(edge.overTls(StrangersRequest.withHeader("X-Forwarded-Proto", text).context())
          ? hops > 0 && text.toLowerCase(Locale.ROOT).contains("https")
          : true, "TLS only where a trusted proxy says so");
    }
  }
}
