package relay.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
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
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.function.Function;
import relay.app.AppName;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.image.Digest;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState;

/**
 * How the domain's values look in the journal. The names stand in files that outlive this version: never change one,
 * and never give one to something else.
 */
final class JsonShapes {
  private JsonShapes() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
  @JsonSubTypes({@JsonSubTypes.Type(value = RolloutState.Queued.class, name = "queued"),
      @JsonSubTypes.Type(value = RolloutState.Waiting.class, name = "waiting"),
      @JsonSubTypes.Type(value = RolloutState.Checking.class, name = "checking"),
      @JsonSubTypes.Type(value = RolloutState.Applying.class, name = "applying"),
      @JsonSubTypes.Type(value = RolloutState.Proving.class, name = "proving"),
      @JsonSubTypes.Type(value = RolloutState.Soaking.class, name = "soaking"),
      @JsonSubTypes.Type(value = RolloutState.Restoring.class, name = "restoring"),
      @JsonSubTypes.Type(value = RolloutState.Healthy.class, name = "healthy"),
      @JsonSubTypes.Type(value = RolloutState.RolledBack.class, name = "rolled-back"),
      @JsonSubTypes.Type(value = RolloutState.Stuck.class, name = "stuck"),
      @JsonSubTypes.Type(value = RolloutState.Refused.class, name = "refused"),
      @JsonSubTypes.Type(value = RolloutState.Unchanged.class, name = "unchanged"),
      @JsonSubTypes.Type(value = RolloutState.Superseded.class, name = "superseded"),
      @JsonSubTypes.Type(value = RolloutState.Cancelled.class, name = "cancelled")})
  private interface States {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "cause")
  @JsonSubTypes({@JsonSubTypes.Type(value = Cause.Pushed.class, name = "push"),
      @JsonSubTypes.Type(value = Cause.Deploy.class, name = "deploy"),
      @JsonSubTypes.Type(value = Cause.Rollback.class, name = "rollback"),
      @JsonSubTypes.Type(value = Cause.Adopt.class, name = "adopt"),
      @JsonSubTypes.Type(value = Cause.Revert.class, name = "revert"),
      @JsonSubTypes.Type(value = Cause.Reconciled.class, name = "reconcile"),
      @JsonSubTypes.Type(value = Cause.Retried.class, name = "retry")})
  private interface Causes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "wanted")
  @JsonSubTypes({@JsonSubTypes.Type(value = DesiredImage.ByTag.class, name = "tagged"),
      @JsonSubTypes.Type(value = DesiredImage.ByDigest.class, name = "exactly"),
      @JsonSubTypes.Type(value = DesiredImage.FirstAvailable.class, name = "first-held"),
      @JsonSubTypes.Type(value = DesiredImage.Adopted.class, name = "as-found")})
  private interface Wishes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "back")
  @JsonSubTypes({@JsonSubTypes.Type(value = RollbackTarget.Pinned.class, name = "pinned"),
      @JsonSubTypes.Type(value = RollbackTarget.Foreign.class, name = "foreign"),
      @JsonSubTypes.Type(value = RollbackTarget.Nowhere.class, name = "nowhere")})
  private interface WaysBack {}

  static JsonMapper mapper() {
    var values = new SimpleModule();
    text(values, Digest.class, Digest::value, Digest::new);
    text(values, AppName.class, AppName::value, AppName::new);
    text(values, ConfiguredImage.class, ConfiguredImage::verbatim, ConfiguredImage::new);
    text(values, RolloutId.class, RolloutId::toString, id -> new RolloutId(Long.parseLong(id)));
    return JsonMapper.builder()
        .addModules(new Jdk8Module(), new JavaTimeModule(), values)
        .addMixIn(RolloutState.class, States.class)
        .addMixIn(Cause.class, Causes.class)
        .addMixIn(DesiredImage.class, Wishes.class)
        .addMixIn(RollbackTarget.class, WaysBack.class)
        .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS, SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .build();
  }

  /** A value that is one text. */
  private static <T> void text(SimpleModule module, Class<T> type, Function<T, String> write,
      Function<String, T> read) {
    module.addSerializer(type, new JsonSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator json, SerializerProvider context) throws IOException {
        json.writeString(write.apply(value));
      }
    });
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
}
