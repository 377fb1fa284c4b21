package reviews.web.form;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import reviews.restaurants.ReviewDraft;

/**
 * The form that adds a review.
 *
 * @param draft without its photo; empty when there are faults
 */
public record ReviewForm(FormInput input, Optional<ReviewDraft> draft) {
  public static final FormField AUTHOR = new FormField("author", "Your name", 40, false);
  static final FormField COMMENT = new FormField("comment", "Your review", 2000, true);
  static final String STARS = "stars";
  public static final String PHOTO = "photo";
  /** What it may hold beside its photo. */
  public static final Set<String> FIELDS = Set.of(FormGuard.TOKEN, FormGuard.TRAP, AUTHOR.name(), STARS,
      COMMENT.name());
  private static final Pattern LINK = Pattern.compile("(?i)https?://|www\\.");
  /** More than one link is advertising. */
  private static final int MOST_LINKS = 1;

  /**
   * Reads what was sent; what is wrong with it is in the input.
   *
   * @param photos how many files came with it
   */
  public static ReviewForm read(MultiMap form, int photos, Instant now) {
    String stars = String.valueOf(form.get(STARS));
    boolean known = stars.matches("[1-5]");
    FormInput input = FormInput.empty();
    input.read(AUTHOR, form);
    input.put(STARS, known ? stars : "", known ? "" : "Choose a rating.");
    input.read(COMMENT, form);
    if (LINK.matcher(input.value(COMMENT)).results().count() > MOST_LINKS) {
      input.put(COMMENT.name(), input.value(COMMENT), "Your review may hold at most one link.");
    }
    if (photos > 1) {
      input.put(PHOTO, "", "Only one photo can come with a review.");
    } else if (photos > 0 && !input.faults().isEmpty()) {
      input.put(PHOTO, "", "Please choose the photo again: a browser does not keep it.");
    }
    return new ReviewForm(input,
        input.faults().isEmpty()
            ? Optional.of(new ReviewDraft(input.value(AUTHOR), Integer.parseInt(stars), input.value(COMMENT), now))
            : Optional.empty());
  }
}
