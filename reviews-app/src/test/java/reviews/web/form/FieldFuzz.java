package reviews.web.form;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import reviews.fuzz.Require;
import reviews.fuzz.StrangersRequest;
import reviews.restaurants.Folded;
import reviews.restaurants.RestaurantDraft;
import reviews.restaurants.ReviewDraft;
import reviews.settings.EdgeSettings;
import reviews.settings.Secret;
import reviews.web.edge.Edge;
import reviews.web.problem.Problem;
import reviews.web.session.Sessions;
import reviews.web.session.Signer;
import reviews.web.session.Spent;

/** Opens the reading of fields to {@link reviews.fuzz.SiteFuzz}. */
public final class FieldFuzz {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final int MOST_PARAMETERS = 64;

  private final FormGuard guard;

  public FieldFuzz() {
    var signer = new Signer(new Secret("a-key-for-fuzzing-of-a-decent-length"));
    var edge = new Edge(new EdgeSettings(0, 0, Optional.empty()));
    this.guard = new FormGuard(signer, new Sessions(signer, Clock.systemUTC(), edge, new Spent()));
  }

  /** What is taken fits and can be shown; what is not has a fault that says why; no form without our token passes. */
  public void feed(String encoded) {
    MultiMap form = MultiMap.caseInsensitiveMultiMap();
    try {
      new QueryStringDecoder(encoded, StandardCharsets.UTF_8, false, MOST_PARAMETERS).parameters().forEach(form::add);
    } catch (IllegalArgumentException undecodable) {
      return; // a 400, before anybody reads a field
    }
    ReviewForm review = ReviewForm.read(form, encoded.length() % 3, NOW);
    Require.that(review.draft().isPresent() == review.input().faults().isEmpty(), "a review or a fault");
    review.draft().ifPresent(FieldFuzz::check);
    RestaurantForm restaurant = RestaurantForm.read(form);
    Require.that(restaurant.draft().isPresent() == restaurant.input().faults().isEmpty(), "a restaurant or a fault");
    restaurant.draft().ifPresent(FieldFuzz::check);
    Stream.concat(review.input().faults().values().stream(), restaurant.input().faults().values().stream())
        .forEach(fault -> Require.that(!fault.isBlank() && fault.length() < 200, "a fault is a sentence"));
    Require.that(!passes(form), "a form without a session's token is refused");
  }

  private boolean passes(MultiMap form) {
    MultiMap none = MultiMap.caseInsensitiveMultiMap();
    try {
      var _ = guard.check(new StrangersRequest(none, none, form).context());
      return true;
    } catch (Problem.Refused refused) {
      return false;
    }
  }

  private static void check(ReviewDraft draft) {
    check(ReviewForm.AUTHOR, draft.author());
    check(ReviewForm.COMMENT, draft.comment());
  }

  private static void check(RestaurantDraft draft) {
    check(RestaurantForm.NAME, draft.name());
    check(RestaurantForm.ADDRESS, draft.address());
    check(RestaurantForm.DESCRIPTION, draft.description());
    String folded = Folded.of(draft);
    Require.that(folded.equals(Folded.of(folded)), "folding twice is folding once");
  }

  private static void check(FormField field, String text) {
    Require.that(!text.isBlank() && text.codePointCount(0, text.length()) <= field.most(), "its length");
    Require.that(Normalizer.isNormalized(text, Normalizer.Form.NFC), "one Unicode form");
    Require.that(text.chars().allMatch(c -> c == '\n' ? field.lines() : !Character.isISOControl(c) || c == '\t'),
        "no control characters");
    Require.that(text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff), "no halves of characters");
  }
}
