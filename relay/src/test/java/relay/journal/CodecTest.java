package relay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import relay.app.Hold;
import relay.rollout.Announcement;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;

class CodecTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Codecs codecs = Codecs.standard();

  @Test
  void every_state_comes_back_as_it_was() {
    for (Object state : Samples.every(RolloutState.class)) {
      String text = codecs.states().write((RolloutState) state);
      assertThat(codecs.states().read(text)).as(text).isEqualTo(state);
    }
  }

  @Test
  void every_request_comes_back_as_it_was() {
    for (Object request : Samples.every(RolloutRequest.class)) {
      String text = codecs.requests().write((RolloutRequest) request);
      assertThat(codecs.requests().read(text)).as(text).isEqualTo(request);
    }
  }

  @Test
  void every_announcement_and_hold_comes_back_as_it_was() {
    for (Object announcement : Samples.every(Announcement.class)) {
      String text = codecs.announcements().write((Announcement) announcement);
      assertThat(codecs.announcements().read(text)).as(text).isEqualTo(announcement);
    }
    for (Object hold : Samples.every(Hold.class)) {
      assertThat(codecs.holds().read(codecs.holds().write((Hold) hold))).isEqualTo(hold);
    }
  }

  @Test
  void a_state_goes_by_its_label() throws Exception {
    for (Object sample : Samples.every(RolloutState.class)) {
      RolloutState state = (RolloutState) sample;
      assertThat(JSON.readTree(codecs.states().write(state)).get("state").asText()).isEqualTo(state.label());
    }
  }

  /** The file holds every kind of value as the first version wrote it: it is never edited to suit the code. */
  @Test
  void what_the_first_version_wrote_is_read_and_loses_nothing() throws Exception {
    Set<String> labels = new HashSet<>();
    for (JsonNode written : golden().get("states")) {
      RolloutState state = codecs.states().read(written.toString());
      labels.add(state.label());
      assertContains(JSON.readTree(codecs.states().write(state)), written);
    }
    assertThat(labels).containsExactlyInAnyOrderElementsOf(
        Samples.leaves(RolloutState.class).stream()
            .map(type -> Samples.state(type.asSubclass(RolloutState.class)).label()).toList());
  }

  @Test
  void what_the_first_version_wrote_of_requests_is_read_and_loses_nothing() throws Exception {
    for (JsonNode written : golden().get("requests")) {
      RolloutRequest request = codecs.requests().read(written.toString());
      assertContains(JSON.readTree(codecs.requests().write(request)), written);
    }
  }

  @Test
  void members_of_a_later_version_are_ignored() {
    assertThat(codecs.states().read("{\"state\":\"waiting\",\"cause\":\"hold\",\"since\":{\"a\":[1]}}"))
        .isEqualTo(new RolloutState.Waiting("hold"));
  }

  @Test
  void what_is_no_state_is_refused() {
    for (String text : new String[]{"", "{}", "null", "{\"state\":\"dancing\"}", "{\"state\":\"waiting\"}",
        "{\"state\":\"healthy\",\"live\":{\"registry\":\"a\",\"repository\":\"b\",\"digest\":\"x\"},\"evidence\":null}"}) {
      assertThatThrownBy(() -> codecs.states().read(text)).as(text)
          .isInstanceOf(UncheckedIOException.class);
    }
  }

  private static JsonNode golden() throws IOException {
    try (InputStream file = CodecTest.class.getResourceAsStream("first-version.json")) {
      return JSON.readTree(file);
    }
  }

  private static void assertContains(JsonNode whole, JsonNode part) {
    if (part.isObject()) {
      part.properties().forEach(member -> {
        assertThat(whole.has(member.getKey())).as(member.getKey() + " in " + whole).isTrue();
        assertContains(whole.get(member.getKey()), member.getValue());
      });
    } else {
      assertThat(whole).isEqualTo(part);
    }
  }
}
