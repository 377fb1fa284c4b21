package relay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import relay.app.Hold;
import relay.app.Observation;
import relay.app.RejectReason;
import relay.push.PushOutcome;
import relay.rollout.Announcement;
import relay.rollout.Moment;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.StopRequest;

class CodecTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Codecs codecs = Codecs.standard();

  @SuppressWarnings("unchecked")
  private static <T> void comesBack(Codec<T> codec, Type type) {
    for (Object value : Samples.every(type)) {
      String text = codec.write((T) value);
      assertThat(codec.read(text)).as(text).isEqualTo(value);
    }
  }

  @Test
  void every_value_that_is_kept_comes_back_as_it_was() {
    comesBack(codecs.states(), RolloutState.class);
    comesBack(codecs.requests(), RolloutRequest.class);
    comesBack(codecs.entries(), Moment.Entry.class);
    comesBack(codecs.stops(), StopRequest.class);
    comesBack(codecs.holds(), Hold.class);
    comesBack(codecs.rejections(), RejectReason.class);
    comesBack(codecs.observations(), Observation.class);
    comesBack(codecs.announcements(), Announcement.class);
    comesBack(codecs.outcomes(), PushOutcome.class);
  }

  @Test
  void a_state_goes_by_its_label() throws Exception {
    for (Object sample : Samples.every(RolloutState.class)) {
      RolloutState state = (RolloutState) sample;
      assertThat(JSON.readTree(codecs.states().write(state)).get(JsonShapes.CASE).asText()).isEqualTo(state.label());
    }
  }

  /** The file holds the names of all cases and their members as the first version wrote them: it only ever grows. */
  @Test
  void no_name_that_stands_in_files_was_changed_or_forgotten() throws Exception {
    Map<String, Map<String, List<String>>> now = new TreeMap<>();
    for (Class<?> type : JsonShapes.SEALED) {
      Map<String, List<String>> cases = new LinkedHashMap<>();
      JsonShapes.records(type).forEach(record -> cases.put(JsonShapes.nameOf(record),
          Arrays.stream(record.getRecordComponents()).map(component -> component.getName()).toList()));
      now.put(type.getName().replaceFirst(".*\\.", ""), cases);
    }
    assertThat(JSON.valueToTree(now).toPrettyString()).isEqualTo(names().toPrettyString());
  }

  private static JsonNode names() throws IOException {
    try (InputStream file = CodecTest.class.getResourceAsStream("names.json")) {
      return JSON.readTree(file);
    }
  }

  @Test
  void members_of_a_later_version_are_ignored() {
    assertThat(codecs.states().read("{\"case\":\"checking\",\"since\":{\"a\":[1]}}"))
        .isEqualTo(new RolloutState.Checking());
  }

  @Test
  void what_is_no_state_is_refused() {
    for (String text : new String[]{"", "{}", "null", "{\"case\":\"dancing\"}", "{\"case\":\"waiting\"}",
        "{\"case\":\"healthy\",\"change\":{\"target\":{\"registry\":\"a\",\"repository\":\"b\","
            + "\"digest\":\"x\"}},\"evidence\":null}"}) {
      assertThatThrownBy(() -> codecs.states().read(text)).as(text).isInstanceOf(UncheckedIOException.class);
    }
  }
}
