package relay.intake.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import relay.intake.json.JsonFault.Kind;

/**
 * One JSON object of an event, read strictly where it counts. Unknown members are ignored, and an empty text counts as
 * absent. Faults name the member and never its value.
 */
public final class EventJson {
  /** Levels of nesting. */
  static final int MAX_DEPTH = 32;
  private static final int MAX_NUMBER_CHARS = 100;
  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
          .maxNumberLength(MAX_NUMBER_CHARS).build())
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION) // which of two actions would be meant?
      .build()).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final String path;
  private final JsonNode node;

  private EventJson(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  /**
   * The text of UTF-8 bytes, without the byte order mark that some senders put first.
   *
   * @throws JsonFaultException when it is not UTF-8
   */
  public static String text(byte[] utf8) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    } catch (CharacterCodingException _) {
      throw new JsonFaultException(new JsonFault(Kind.NOT_UTF8));
    }
  }

  /**
   * Reads one JSON object.
   *
   * @throws JsonFaultException when it is anything else
   */
  public static EventJson parse(String text) {
    JsonNode root;
    try {
      root = MAPPER.readTree(text);
    } catch (JsonProcessingException _) { // its message quotes the text
      throw new JsonFaultException(new JsonFault(Kind.NOT_JSON));
    }
    if (!root.isObject()) {
      throw new JsonFaultException(new JsonFault(Kind.NOT_AN_OBJECT));
    }
    return new EventJson("", root);
  }

  /**
   * Empty when the member is missing, null or an empty text.
   *
   * @throws JsonFaultException when it is anything else than text
   */
  public Optional<String> text(String member) {
    if (has(member) && !node.path(member).isTextual()) {
      throw fault(Kind.NOT_TEXT, member);
    }
    return anyText(member);
  }

  /**
   * A text that must be there.
   *
   * @throws JsonFaultException when the member is missing, null, empty or anything else than text
   */
  public String requiredText(String member) {
    return text(member).orElseThrow(() -> fault(Kind.MISSING, member));
  }

  /** Whether the member is there and not null. */
  public boolean has(String member) {
    return node.hasNonNull(member);
  }

  public boolean isObject(String member) {
    return node.path(member).isObject();
  }

  /** The member when it is text and not empty, else empty: for what nothing depends on. */
  public Optional<String> anyText(String member) {
    return verbatim(member).filter(text -> !text.isEmpty());
  }

  /** The member when it is text, even an empty one, else empty: to be handed on, not to be judged. */
  public Optional<String> verbatim(String member) {
    return Optional.ofNullable(node.path(member).textValue());
  }

  /**
   * An object without members when the member is missing or null.
   *
   * @throws JsonFaultException when it is anything else than an object
   */
  public EventJson object(String member) {
    if (has(member) && !isObject(member)) {
      throw fault(Kind.NOT_AN_OBJECT, member);
    }
    return anyObject(member);
  }

  /** The member when it is an object, else one without members: for what nothing depends on. */
  public EventJson anyObject(String member) {
    JsonNode value = node.path(member);
    return new EventJson(path + member + ".", value.isObject() ? value : MAPPER.createObjectNode());
  }

  /**
   * The items of a list; those that are no objects are empty.
   *
   * @param max of items
   * @throws JsonFaultException when the member is missing, no list, or longer
   */
  public List<Optional<EventJson>> requiredItems(String member, int max) {
    if (!has(member)) {
      throw fault(Kind.MISSING, member);
    }
    if (!node.path(member).isArray()) {
      throw fault(Kind.NOT_A_LIST, member);
    }
    if (node.path(member).size() > max) {
      throw new JsonFaultException(new JsonFault(Kind.TOO_MANY, Integer.toString(max)));
    }
    return items(member);
  }

  /** The items of a list, those that are no objects as empty; no items when there is no list. */
  public List<Optional<EventJson>> items(String member) {
    List<Optional<EventJson>> items = new ArrayList<>();
    if (node.path(member).isArray()) {
      for (JsonNode item : node.path(member)) {
        items.add(item.isObject() ? Optional.of(new EventJson(path + member + ".", item)) : Optional.empty());
      }
    }
    return items;
  }

  /** Empty when the time is missing or invalid: nothing is decided by it. ACR writes 7 to 9 fraction digits. */
  public Optional<Instant> time(String member) {
    return anyText(member).flatMap(text -> {
      try {
        return Optional.of(OffsetDateTime.parse(text).toInstant());
      } catch (DateTimeException _) {
        return Optional.empty();
      }
    });
  }

  private JsonFaultException fault(Kind kind, String member) {
    return new JsonFaultException(new JsonFault(kind, path + member));
  }
}
