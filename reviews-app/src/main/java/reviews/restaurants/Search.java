package reviews.restaurants;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which restaurants to list.
 *
 * @param words all must occur in name, address, cuisine or description; empty finds all
 * @param page from 1; beyond the last one means the last one
 */
public record Search(List<String> words, Optional<Cuisine> cuisine, int page) {
  /** More words than this are not looked for, so that a query stays small. */
  public static final int MOST_WORDS = 6;

  public Search {
    words = List.copyOf(words);
  }

  /** Reads what a visitor typed; capitals and accents do not matter. */
  public static Search of(String typed, Optional<Cuisine> cuisine, int page) {
    var words = Arrays.stream(Folded.of(typed).split(" ")).filter(word -> !word.isEmpty()).distinct().limit(MOST_WORDS)
        .toList();
    return new Search(words, cuisine, Math.max(1, page));
  }

  public static Search everything() {
    return new Search(List.of(), Optional.empty(), 1);
  }
}
