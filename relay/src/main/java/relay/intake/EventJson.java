package relay.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import relay.http.Problem;
import relay.http.ProblemException;

/** An event's JSON, read strictly where it counts. Refusals name the member and never its value. */
final class EventJson {
  private static final int DEEPEST = 32;
  private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxNumberLength(100).build())
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION) // which of two actions would be meant?
      .build()).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final String path;
  private final JsonNode node;

  private EventJson(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  /** The text of UTF-8 bytes, without the mark that some senders put first. */
  static String text(byte[] utf8) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException _) {
      throw malformed("the body is not UTF-8");
    }
  }

  static EventJson parse(String text) {
    JsonNode root;
    try {
      root = MAPPER.readTree(text);
    } catch (JsonProcessingException _) { // its message quotes the body
      throw malformed("the body is not JSON, is nested deeper than " + DEEPEST + " levels or names a member twice");
    }
    if (!root.isObject()) {
      throw malformed("the body must be an object");
    }
    return new EventJson("", root);
  }

  /** The text of it without the members, at any depth, that are lists. */
  String withoutLists() {
    return withoutLists(node.deepCopy()).toString();
  }

  private static JsonNode withoutLists(JsonNode of) {
    if (of instanceof ObjectNode object) {
      object.properties().removeIf(member -> member.getValue().isArray());
      object.properties().forEach(member -> withoutLists(member.getValue()));
    }
    return of;
  }

  /** Empty when the member is missing or null. */
  Optional<String> text(String member) {
    JsonNode value = node.path(member);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw malformed(path + member + " must be text");
    }
    return Optional.of(value.textValue());
  }

  String requiredText(String member) {
    return text(member).orElseThrow(() -> malformed(path + member + " is missing"));
  }

  /** Whether the member is there and not null. */
  boolean has(String member) {
    return node.hasNonNull(member);
  }

  boolean isObject(String member) {
    return node.path(member).isObject();
  }

  /** The member when it is text, else empty: for what nothing depends on. */
  Optional<String> anyText(String member) {
    return Optional.ofNullable(node.path(member).textValue());
  }

  /** Empty when the member is missing or null. */
  Optional<EventJson> object(String member) {
    JsonNode value = node.path(member);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isObject()) {
      throw malformed(path + member + " must be an object");
    }
    return Optional.of(new EventJson(path + member + ".", value));
  }

  /** The member when it is an object, else one without members: for what nothing depends on. */
  EventJson anyObject(String member) {
    JsonNode value = node.path(member);
    return new EventJson(path + member + ".", value.isObject() ? value : MAPPER.createObjectNode());
  }

  boolean isList(String member) {
    return node.path(member).isArray();
  }

  /** The items of a list, those that are no objects as empty; no items when there is no list. */
  List<Optional<EventJson>> items(String member) {
    List<Optional<EventJson>> items = new ArrayList<>();
    if (isList(member)) {
      for (JsonNode item : node.path(member)) {
        items.add(item.isObject() ? Optional.of(new EventJson(path + member + ".", item)) : Optional.empty());
      }
    }
    return items;
  }

  /** A time that is odd or missing is empty: nothing is judged by it. ACR writes 7 to 9 fraction digits. */
  Optional<Instant> time(String member) {
    return anyText(member).flatMap(text -> {
      try {
        return Optional.of(OffsetDateTime.parse(text).toInstant());
      } catch (DateTimeException _) {
        return Optional.empty();
      }
    });
  }

  EventJson requiredObject(String member) {
    return object(member).orElseThrow(() -> malformed(path + member + " is missing"));
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(new Problem.Malformed(detail));
  }
}
