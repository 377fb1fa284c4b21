package relay.journal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.app.Actor;
import relay.intake.SkipReason;
import relay.intake.SkippedEvents;
import relay.rollout.StopRequest;
import relay.rollout.record.Moment;
import relay.rollout.record.Note;

class StoredTextTest {
  private final Codecs codecs = Codecs.standard();

  @Test
  void keeps_what_is_not_too_long_to_the_letter() {
    String longest = "x".repeat(StoredText.LONGEST);
    assertThat(StoredText.of(longest)).isEqualTo(longest);
    assertThat(StoredText.of("")).isEmpty();
  }

  @Test
  void cuts_what_is_longer_and_says_so() {
    assertThat(StoredText.of("x".repeat(StoredText.LONGEST + 1))).hasSize(StoredText.LONGEST).endsWith("x…");
  }

  @Test
  void cuts_no_character_in_two() {
    String odd = StoredText.of("x".repeat(StoredText.LONGEST - 2) + "😀😀");
    assertThat(odd).isEqualTo("x".repeat(StoredText.LONGEST - 2) + "…");
    assertThat(StoredText.of("😀".repeat(StoredText.LONGEST))).hasSize(StoredText.LONGEST - 1).endsWith("😀…");
  }

  @Test
  void bounds_every_text_of_a_value_that_is_kept() {
    String endless = "x".repeat(100_000);
    for (String stored : List.of(codecs.entries().write(new Moment.Entry.Noted(new Note.LogLine(endless, true))),
        codecs.stops().write(StopRequest.cancel(new Actor.Person("ann"), endless)),
        codecs.skipped().write(List.of(
            new SkippedEvents(new SkipReason.OtherHost(endless, Optional.empty()), List.of(), 1))))) {
      assertThat(stored).hasSizeLessThan(StoredText.LONGEST + 200);
    }
  }
}
