package relay.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One thing that happens, at a second since the beginning, as a line of a history: {@code 30 push shop live v2}.
 *
 * @param what the word for it
 * @param with its arguments
 */
record Deed(int second, Word what, List<String> with) {
  /** Everything that can happen. */
  enum Word {
    /** APP TAG IMAGE: the tag is moved, and an event says so. */
    PUSH,
    /** APP TAG IMAGE: the tag is moved, and nobody says so. */
    TAG,
    /** APP TAG IMAGE: an event alone. */
    TELL,
    /** APP TAG: the tag is taken away. */
    UNTAG,
    /** APP IMAGE: the registry loses it. */
    DELETE,
    /** APP IMAGE: the registry's scanner holds it back. */
    QUARANTINE,
    /** APP IMAGE */
    DEPLOY,
    /** APP TAG */
    DEPLOY_TAG,
    /** APP [keep] */
    ROLLBACK,
    /** APP IMAGE */
    ROLLBACK_TO,
    /** APP */
    ADOPT,
    /** APP */
    REVERT,
    /** APP: the newest rollout. */
    CANCEL,
    /** APP: the newest rollout. */
    RETRY,
    /** APP */
    HOLD,
    /** APP */
    RELEASE,
    /** APP IMAGE */
    UNREJECT,
    /** APP IMAGE|foreign: someone else changes the image. */
    DRIFT,
    /** APP: someone else puts back what the relay expects. */
    UNDO_DRIFT,
    /** IMAGE BEHAVIOUR: it behaves so from now on. */
    IMAGE,
    /** APP SECONDS: ARM answers nothing. */
    ARM_DOWN,
    /** APP SECONDS: each call of ARM takes half a minute. */
    ARM_SLOW,
    /** APP SECONDS: the relay lacks the right to write. */
    FORBIDDEN,
    /** APP: the next write is refused, and nothing was changed. */
    WRITE_REFUSED,
    /** APP: the next write is carried out and its answer lost. */
    WRITE_TAKEN,
    /** APP: the next write is lost on its way, which nobody can tell. */
    WRITE_LOST,
    /** APP: the next write is carried out and answered with something that cannot be understood. */
    WRITE_ODD,
    /** APP SECONDS: after the next change ARM shows for so long what was before. */
    STALE,
    /** APP SECONDS: container log, site status and instances cannot be read. */
    NO_CLUES,
    /** APP SECONDS: a Key Vault reference does not resolve. */
    VAULT,
    /** APP SECONDS: the platform cannot pull. */
    PULL,
    /** APP SECONDS: the relay has no token to probe with. */
    BLIND,
    /** APP SECONDS: probes get no answer. */
    SILENT,
    /** APP SECONDS: a front end answers 403 in the app's place. */
    FRONT,
    /** APP */
    STOP_APP,
    /** APP */
    START_APP,
    /** APP NUMBER */
    INSTANCES,
    /** REGISTRY SECONDS */
    REGISTRY_DOWN,
    /** REGISTRY SECONDS: each call takes half a minute. */
    REGISTRY_SLOW,
    /** REGISTRY SECONDS: the relay lacks the right to pull. */
    REGISTRY_DENIED,
    /** SECONDS: nothing can be read from the journal, nor written. */
    JOURNAL_DOWN,
    /** SECONDS: the relay is killed and comes back after so long. */
    KILL,
    /** NUMBER before|after SECONDS: as kill, at the so-manyth write of the journal from now. */
    KILL_AT_SAVE,
    /** SECONDS: the relay is stopped in good order. */
    STOP,
    /** SECONDS: the relay's wall clock jumps. */
    JUMP,
    /** APP KEY=VALUE: the configuration is changed and the relay started anew; see {@link AppSetup}. */
    CONFIGURE;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  Deed {
    with = List.copyOf(with);
  }

  Deed(int second, Word what, String... with) {
    this(second, what, List.of(with));
  }

  static Deed parse(String line) {
    String[] words = line.strip().split("\\s+");
    Word what = Arrays.stream(Word.values()).filter(word -> word.word().equals(words[1])).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such deed: " + line));
    return new Deed(Integer.parseInt(words[0]), what, Arrays.asList(words).subList(2, words.length));
  }

  /** The argument at that place, the first being 0. */
  String arg(int index) {
    return with.get(index);
  }

  int number(int index) {
    return Integer.parseInt(with.get(index));
  }

  Duration seconds(int index) {
    return Duration.ofSeconds(number(index));
  }

  Deed at(int other) {
    return new Deed(other, what, with);
  }

  @Override
  public String toString() {
    return second + " " + what.word() + with.stream().map(word -> " " + word).collect(Collectors.joining());
  }
}
