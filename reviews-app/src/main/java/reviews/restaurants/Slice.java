package reviews.restaurants;

import java.util.List;

/**
 * One page of a longer list.
 *
 * @param number of this page, from 1
 * @param pages at least 1, even when nothing was found
 * @param total how many items all pages hold together
 */
public record Slice<T>(List<T> items, int number, int pages, long total) {
  public Slice {
    items = List.copyOf(items);
  }

  /** How many pages {@code total} items fill. */
  public static int pagesFor(long total, int size) {
    return (int) Math.max(1, (total + size - 1) / size);
  }
}
