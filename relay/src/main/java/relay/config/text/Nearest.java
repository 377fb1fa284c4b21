package relay.config.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant. */
public final class Nearest {
  private Nearest() {}

  /** The known word nearest to {@code written}; empty when none is near enough to be meant. */
  public static Optional<String> to(String written, Collection<String> known) {
    String plain = plain(written);
    int near = Math.max(1, Math.min(3, plain.length() / 3));
    return known.stream().filter(word -> distance(plain, plain(word)) <= near)
        .min(Comparator.comparingInt(word -> distance(plain, plain(word))));
  }

  private static String plain(String word) {
    String cut = word.length() > 40 ? word.substring(0, 40) : word;
    return cut.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  /** Levenshtein's: letters to change, add or take away. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int swap = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(swap, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
