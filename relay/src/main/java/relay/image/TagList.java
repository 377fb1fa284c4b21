package relay.image;

import java.util.List;

/**
 * The tags of a repository, in the registry's order.
 *
 * @param whole whether these are all: a list that was cut at the relay's bounds does not show which tag is the newest
 */
public record TagList(List<String> tags, boolean whole) {
  public static final TagList EMPTY = new TagList(List.of(), true);

  public TagList {
    tags = List.copyOf(tags);
  }
}
