package reviews.web;

import io.vertx.core.MultiMap;
import java.time.Instant;
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
    String stars = String.valueOf(form.get(STARS));
    boolean known = stars.matches("[1-5]");
    FormInput input = FormInput.empty();
    input.read(AUTHOR, form);
    input.put(STARS, known ? stars : "", known ? "" : "Stars are not chosen.");
    input.read(COMMENT, form);
    return new ReviewForm(input,
        input.faults().isEmpty()
            ? Optional.of(new ReviewDraft(input.value(AUTHOR), Integer.parseInt(stars), input.value(COMMENT), now))
            : Optional.empty());
  }
}
