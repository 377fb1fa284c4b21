package relay.intake.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import relay.intake.json.JsonFault.Kind;

/**
 * Cuts a list into the texts of its items without reading them, so that one bad item spoils no other; a single object is a
 * list of one.
 */
public final class JsonItems {
  /** Event Grid's own limit of a batch. */
  public static final int MAX_ITEMS = 5000;
  private static final JsonFactory JSON = new JsonFactory();
  private static final String NOT_AN_OBJECT = "null";

  private JsonItems() {}

  /**
   * The text of each item.
   *
   * @throws JsonFaultException when it is neither an object nor a list, has too many items, or is not JSON at all
   */
  public static List<String> of(String text) {
    List<String> items = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        items.add(item(text, parser));
      } else if (first == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          if (items.size() == MAX_ITEMS) {
            throw new JsonFaultException(new JsonFault(Kind.TOO_MANY, Integer.toString(MAX_ITEMS)));
          }
          items.add(item(text, parser));
        }
      } else {
        throw new JsonFaultException(new JsonFault(first == null ? Kind.NOT_JSON : Kind.NOT_AN_OBJECT_OR_LIST));
      }
      if (parser.nextToken() != null) {
        throw notJson();
      }
      return items;
    } catch (IOException _) { // its message quotes the text
      throw notJson();
    }
  }

  private static String item(String text, JsonParser parser) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    if (parser.currentToken() == null) {
      throw notJson();
    }
    if (!parser.currentToken().isStructEnd()) {
      return NOT_AN_OBJECT; // what it is instead does not matter
    }
    return text.substring(start, (int) parser.currentLocation().getCharOffset());
  }

  private static JsonFaultException notJson() {
    return new JsonFaultException(new JsonFault(Kind.NOT_JSON));
  }
}
