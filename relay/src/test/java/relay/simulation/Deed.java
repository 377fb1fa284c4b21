package relay.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One thing that happens, at a second since the beginning, as a line of a history: {@code 30 push v2}.
 *
 * @param what the word for it
 * @param with its arguments
 */
record Deed(int second, Word what, List<String> with) {
  /** Everything that can happen. */
  enum Word {
    /** The tag is moved, and an event says so. */
    PUSH,
    /** The tag is moved, and nobody says so. */
    TAG,
    /** An event alone. */
    TELL,
    /** An event of something that is no image, under the app's tag. */
    CHART,
    /** An event that no decision can be made on. */
    POISON,
    DEPLOY,
    DEPLOY_TAG,
    DEPLOY_TYPO,
    ROLLBACK,
    ADOPT,
    REVERT,
    CANCEL,
    RETRY,
    HOLD,
    RELEASE,
    UNREJECT,
    /** Someone else changes the image. */
    DRIFT,
    /** Someone else puts back what the relay expects. */
    UNDO_DRIFT,
    /** The image behaves so from now on. */
    IMAGE,
    /** ARM does not answer for so many seconds. */
    ARM_DOWN,
    /** The next write is refused for certain. */
    WRITE_REFUSED,
    /** The next write is carried out and its answer lost. */
    WRITE_TAKEN,
    /** The next write is lost on its way, which nobody can tell. */
    WRITE_LOST,
    REGISTRY_DOWN,
    /** The relay has no token to probe with. */
    BLIND,
    /** The registry loses an image. */
    DELETE,
    STOP_APP,
    START_APP,
    INSTANCES,
    /** The relay is killed and comes back after so many seconds. */
    KILL,
    /** As KILL, right before or after the so-manyth save from now. */
    KILL_AT_SAVE,
    /** The wall clock jumps by so many seconds. */
    JUMP,
    /** The configuration's mode from the next start on. */
    MODE;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  Deed {
    with = List.copyOf(with);
  }

  static Deed parse(String line) {
    String[] words = line.strip().split("\\s+");
    Word what = Arrays.stream(Word.values()).filter(word -> word.word().equals(words[1])).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such deed: " + line));
    return new Deed(Integer.parseInt(words[0]), what, Arrays.asList(words).subList(2, words.length));
  }

  /** The first argument. */
  String arg() {
    return with.getFirst();
  }

  int number() {
    return Integer.parseInt(with.getFirst());
  }

  @Override
  public String toString() {
    return second + " " + what.word() + with.stream().map(word -> " " + word).collect(Collectors.joining());
  }
}
