package reviews.restaurants;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text without capitals, accents, needless space and what is no character, so that every store finds the same things: some
 * cannot even be asked for a zero byte.
 */
public final class Folded {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cc}\\p{Cs}]+");

  private Folded() {}

  public static String of(String text) {
    String bare = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
    return SPACE.matcher(bare.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
  }

  /** What a search looks through. */
  public static String of(RestaurantDraft draft) {
    return of(draft.name() + " " + draft.cuisine().label() + " " + draft.address() + " " + draft.description());
  }
}
