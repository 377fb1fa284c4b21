package reviews.web;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import reviews.restaurants.ReviewDraft;

/**
 * The form that adds a review.
 *
 * @param draft empty when there are faults
 */
record ReviewForm(FormInput input, Optional<ReviewDraft> draft) {
  static final FormField AUTHOR = new FormField("author", "Your name", 40, false);
  static final FormField COMMENT = new FormField("comment", "Your review", 2000, true);
  static final String STARS = "stars";

  static ReviewForm read(MultiMap form, Instant now) {
    FormInput input = FormInput.read(form, List.of(AUTHOR, COMMENT));
    String stars = String.valueOf(form.get(STARS));
    boolean known = stars.matches("[1-5]");
    input.values().put(STARS, known ? stars : "");
    if (!known) {
      input.faults().put(STARS, "Stars are not chosen.");
    }
    return new ReviewForm(input,
        input.faults().isEmpty()
            ? Optional.of(new ReviewDraft(input.value(AUTHOR), Integer.parseInt(stars), input.value(COMMENT), now))
            : Optional.empty());
  }
}
