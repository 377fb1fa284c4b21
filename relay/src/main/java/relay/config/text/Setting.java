package relay.config.text;

import java.util.List;
import java.util.Map;

/** One node of the file, with nothing guessed about its type: {@code tag: 1.10} keeps its zero. */
sealed interface Setting {
  /** A scalar as written, before interpolation. */
  record Text(String written) implements Setting {}

  record Items(List<Setting> items) implements Setting {}

  /** {@code twice}: keys that were given more than once. */
  record Keys(Map<String, Setting> entries, List<String> twice) implements Setting {}

  /** A key without a value. */
  record Nothing() implements Setting {}

  /** Something that has no place in a configuration, and what it is. */
  record Foreign(String what) implements Setting {}

  /** What it is, for a fault. */
  default String inWords() {
    return switch (this) {
      case Text _ -> "is a single value";
      case Items _ -> "is a list";
      case Keys _ -> "is a group of settings";
      case Nothing _ -> "is empty";
      case Foreign(var what) -> what;
    };
  }
}
