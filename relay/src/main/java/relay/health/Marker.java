package relay.health;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Optional;

/** Where an app tells something of itself: its revision, or the instance that answered. */
public sealed interface Marker {
  /** What this answer reports; empty when it reports nothing there. */
  Optional<String> read(Answer.Reply reply);

  /** A header of the answer. */
  record Header(String name) implements Marker {
    @Override
    public Optional<String> read(Answer.Reply reply) {
      return Optional.ofNullable(reply.headers().get(name.toLowerCase(Locale.ROOT)))
          .filter(value -> !value.isBlank());
    }
  }

  /** A cookie that the answer sets: App Service's front end names the instance so where affinity is on. */
  record Cookie(String name) implements Marker {
    @Override
    public Optional<String> read(Answer.Reply reply) {
      return reply.headers().getOrDefault("set-cookie", "").lines().map(cookie -> cookie.split(";", 2)[0].strip())
          .filter(pair -> pair.startsWith(name + "=")).map(pair -> pair.substring(name.length() + 1))
          .filter(value -> !value.isBlank()).findFirst();
    }
  }

  /** What {@code first} reports, or else {@code second}. */
  record Either(Marker first, Marker second) implements Marker {
    @Override
    public Optional<String> read(Answer.Reply reply) {
      return first.read(reply).or(() -> second.read(reply));
    }
  }

  /** A text or number in the JSON body, by JSON pointer (RFC 6901), {@code /revision}. */
  record Pointer(String pointer) implements Marker {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalArgumentException when {@code pointer} is no JSON pointer, or the empty one */
    public Pointer {
      if (JsonPointer.compile(pointer).matches()) {
        throw new IllegalArgumentException("the whole body cannot be a marker");
      }
    }

    @Override
    public Optional<String> read(Answer.Reply reply) {
      try {
        JsonNode found = JSON.readTree(reply.body()).at(pointer);
        return found.isValueNode() && !found.isNull()
            ? Optional.of(found.asText()).filter(value -> !value.isBlank())
            : Optional.empty();
      } catch (JsonProcessingException notJson) {
        return Optional.empty(); // an error page, say: it reports nothing
      }
    }
  }
}
