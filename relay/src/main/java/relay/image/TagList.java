package relay.image;

import java.util.List;

/**
 * The tags of a repository, in the registry's order.
 *
 * @param whole whether there are no more: a list that was cut by the relay's bounds cannot tell which tag is the newest
 */
public record TagList(List<String> tags, boolean whole) {
  public static final TagList EMPTY = new TagList(List.of(), true);

  public TagList {
    tags = List.copyOf(tags);
  }
}
