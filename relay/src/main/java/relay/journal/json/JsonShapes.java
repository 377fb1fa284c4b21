package relay.journal.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import relay.app.Actor;
import relay.app.AppName;
import relay.app.ConfiguredImage;
import relay.app.HoldReason;
import relay.app.Observation;
import relay.app.RejectReason;
import relay.app.RollbackTarget;
import relay.health.Evidence;
import relay.health.Unhealthy;
import relay.image.Digest;
import relay.intake.SkipReason;
import relay.push.IgnoreReason;
import relay.push.PushOutcome;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Failure;
import relay.rollout.NoChange;
import relay.rollout.Refusal;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState;
import relay.rollout.WaitReason;
import relay.rollout.record.Announcement;
import relay.rollout.record.Moment;
import relay.rollout.record.Note;

/**
 * How the domain's values look in the journal. Which record of a sealed type a value is stands in {@value #CASE}, as the
 * record's name in lower case with hyphens. These names stand in files that outlive this version: never change one, and
 * never give one to something else.
 */
final class JsonShapes {
  static final String CASE = "case";
  /** The sealed types that values are made of; a member's own sealed types are found by themselves. */
  static final List<Class<?>> SEALED = List.of(RolloutState.class, Cause.class, DesiredImage.class, Refusal.class,
      NoChange.class, WaitReason.class, Failure.class, Note.class, Moment.Entry.class, Announcement.Subject.class,
      Actor.class, HoldReason.class, RejectReason.class, RollbackTarget.class, Observation.Condition.class,
      Unhealthy.class, Evidence.Basis.class, PushOutcome.class, IgnoreReason.class,
      SkipReason.class);

  private JsonShapes() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = CASE)
  private interface Cases {}

  static JsonMapper mapper() {
    var values = new SimpleModule();
    text(values, Digest.class, Digest::value, Digest::new);
    text(values, AppName.class, AppName::value, AppName::new);
    text(values, ConfiguredImage.class, ConfiguredImage::verbatim, ConfiguredImage::new);
    text(values, RolloutId.class, RolloutId::toString, id -> new RolloutId(Long.parseLong(id)));
    text(values, String.class, StoredText::of);
    JsonMapper.Builder mapper = JsonMapper.builder()
        .addModules(new Jdk8Module(), new JavaTimeModule(), values)
        .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS, SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
            SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    for (Class<?> type : SEALED) {
      mapper.addMixIn(type, Cases.class);
      records(type).forEach(record -> mapper.registerSubtypes(new NamedType(record, nameOf(record))));
    }
    return mapper.build();
  }

  /** All records of a sealed type, however deep. */
  static Set<Class<?>> records(Class<?> type) {
    Class<?>[] permitted = type.getPermittedSubclasses();
    if (permitted == null) {
      return Set.of(type);
    }
    Set<Class<?>> all = new LinkedHashSet<>();
    for (Class<?> each : permitted) {
      all.addAll(records(each));
    }
    return all;
  }

  /** {@code RolledBack} is {@code rolled-back}. */
  static String nameOf(Class<?> record) {
    return record.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** A value that is one text. */
  private static <T> void text(SimpleModule module, Class<T> type, Function<T, String> write,
      Function<String, T> read) {
    text(module, type, write);
    module.addDeserializer(type, new JsonDeserializer<>() {
      @Override
      public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
        String text = json.getValueAsString("");
        try {
          return read.apply(text);
        } catch (IllegalArgumentException e) {
          throw context.weirdStringException(text, type, String.valueOf(e.getMessage()));
        }
      }
    });
  }

  private static <T> void text(SimpleModule module, Class<T> type, Function<T, String> write) {
    module.addSerializer(type, new JsonSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator json, SerializerProvider context) throws IOException {
        json.writeString(write.apply(value));
      }
    });
  }
}
