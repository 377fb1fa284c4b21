package relay.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.intake.json.JsonFault;
import relay.intake.json.JsonFault.Kind;

class SkipReasonTest {
  private static final ParsedEvent CHART = new ParsedEvent.Skipped(new SkipReason.Chart());
  private static final ParsedEvent BLOB = new ParsedEvent.Skipped(new SkipReason.Blob());

  @Test
  void the_samples_hold_every_reason() {
    assertThat(SkipReasons.every()).extracting(Object::getClass).containsAll(
        List.of(SkipReason.class.getPermittedSubclasses()));
  }

  @Test
  void every_reason_has_a_code_of_its_own_in_lower_case_with_hyphens() {
    assertThat(SkipReasons.every()).extracting(SkipReason::code).doesNotHaveDuplicates().doesNotContain("push")
        .allSatisfy(code -> assertThat(code).matches("[a-z0-9]+(-[a-z0-9]+)*"));
  }

  @Test
  void every_sentence_is_its_own_and_has_no_full_stop() {
    assertThat(SkipReasons.every()).extracting(SkipReason::sentence).doesNotHaveDuplicates()
        .allSatisfy(sentence -> assertThat(sentence).isNotBlank().doesNotEndWith(".").hasSizeLessThan(120));
  }

  @Test
  void a_sentence_names_the_values_of_its_reason() {
    assertThat(new SkipReason.OtherHost("shop.azurecr.io", Optional.of("evil.example")).sentence())
        .isEqualTo("the event is from another registry host than shop.azurecr.io (evil.example)");
    assertThat(new SkipReason.OtherHost("shop.azurecr.io", Optional.empty()).sentence())
        .isEqualTo("the event is from another registry host than shop.azurecr.io");
    assertThat(new SkipReason.Unreadable(new JsonFault(Kind.NOT_TEXT, "target.tag")).sentence())
        .isEqualTo("target.tag must be text");
  }

  @Test
  void a_fault_of_json_speaks_of_what_it_was_found_in() {
    var fault = new JsonFault(Kind.NOT_AN_OBJECT, "");

    assertThat(fault.sentence("the body")).isEqualTo("the body must be an object");
    assertThat(new SkipReason.Unreadable(fault).sentence()).isEqualTo("the event must be an object");
  }

  @Test
  void the_only_event_of_a_delivery_needs_no_number() {
    assertThat(SkippedEvents.among(List.of(CHART))).extracting(SkippedEvents::sentence)
        .containsExactly("Helm charts are not deployed");
  }

  @Test
  void events_with_the_same_reason_are_named_together() {
    assertThat(SkippedEvents.among(List.of(CHART, BLOB, CHART))).extracting(SkippedEvents::sentence)
        .containsExactly("events 1, 3: Helm charts are not deployed",
            "event 2: a layer or configuration, not a manifest");
  }

  @Test
  void of_very_many_events_only_the_first_are_numbered() {
    var skipped = SkippedEvents.among(Collections.nCopies(5000, CHART));

    assertThat(skipped).singleElement().satisfies(events -> {
      assertThat(events.numbers()).hasSize(20);
      assertThat(events.count()).isEqualTo(5000);
      assertThat(events.sentence()).endsWith("19, 20 and 4980 more: Helm charts are not deployed");
    });
  }
}
