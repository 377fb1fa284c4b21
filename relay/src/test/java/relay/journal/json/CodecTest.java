package relay.journal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import relay.app.AppName;
import relay.app.ConfiguredImage;
import relay.image.Digest;
import relay.journal.Samples;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState;

class CodecTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** Kept as one text each. */
  private static final Set<Class<?>> TEXTS = Set.of(Digest.class, AppName.class, ConfiguredImage.class,
      RolloutId.class);
  private final Codecs codecs = Codecs.standard();

  /** Each codec of {@link Codecs} with the type of its values. */
  private Map<Type, Codec<?>> all() throws ReflectiveOperationException {
    Map<Type, Codec<?>> all = new LinkedHashMap<>();
    for (RecordComponent each : Codecs.class.getRecordComponents()) {
      Type kept = ((ParameterizedType) each.getGenericType()).getActualTypeArguments()[0];
      all.put(kept, (Codec<?>) each.getAccessor().invoke(codecs));
    }
    return all;
  }

  @Test
  void every_value_that_is_kept_comes_back_as_it_was() throws Exception {
    for (Map.Entry<Type, Codec<?>> each : all().entrySet()) {
      comesBack(each.getValue(), each.getKey());
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> void comesBack(Codec<T> codec, Type type) {
    for (Object value : Samples.every(type)) {
      String text = codec.write((T) value);
      assertThat(codec.read(text)).as(text).isEqualTo(value);
    }
  }

  @Test
  void a_state_goes_by_its_label() throws Exception {
    for (Object sample : Samples.every(RolloutState.class)) {
      RolloutState state = (RolloutState) sample;
      assertThat(JSON.readTree(codecs.states().write(state)).get(JsonShapes.CASE).asText()).isEqualTo(state.label());
    }
  }

  /**
   * The file holds the names of all cases, members and constants as the first version wrote them: it only ever grows.
   */
  @Test
  void no_name_that_stands_in_files_was_changed_or_forgotten() throws Exception {
    Map<String, Object> now = new TreeMap<>();
    for (Type type : all().keySet()) {
      add(now, type);
    }
    assertThat(JSON.valueToTree(now).toPrettyString()).isEqualTo(names().toPrettyString());
  }

  private static void add(Map<String, Object> names, Type type) {
    if (type instanceof ParameterizedType generic) {
      List.of(generic.getActualTypeArguments()).forEach(of -> add(names, of));
      return;
    }
    Class<?> plain = (Class<?>) type;
    String key = plain.getName().replaceFirst(".*\\.", "");
    if (!plain.getName().startsWith("relay.") || TEXTS.contains(plain) || names.containsKey(key)) {
      return;
    }
    if (plain.isSealed()) {
      Map<String, List<String>> cases = new LinkedHashMap<>();
      names.put(key, cases);
      for (Class<?> each : JsonShapes.records(plain)) {
        cases.put(JsonShapes.nameOf(each), members(each));
        addMembers(names, each);
      }
    } else if (plain.isEnum()) {
      names.put(key, Arrays.stream(plain.getEnumConstants()).map(Object::toString).toList());
    } else {
      names.put(key, members(plain));
      addMembers(names, plain);
    }
  }

  private static List<String> members(Class<?> kept) {
    return Arrays.stream(kept.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  private static void addMembers(Map<String, Object> names, Class<?> kept) {
    for (RecordComponent each : kept.getRecordComponents()) {
      add(names, each.getGenericType());
    }
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
