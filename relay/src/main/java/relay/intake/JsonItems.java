package relay.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import relay.http.Problem;
import relay.http.ProblemException;

/** Cuts an array into the texts of its items, so that one bad item spoils no other; a single object is an array of one. */
final class JsonItems {
  /** Event Grid's own bound of a batch. */
  static final int MOST = 5000;
  private static final JsonFactory JSON = new JsonFactory();

  private JsonItems() {}

  /** @throws ProblemException with {@code Malformed} when it is neither, or no JSON at all */
  static List<String> of(String text) {
    List<String> items = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        items.add(item(text, parser));
      } else if (first == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          if (items.size() == MOST) {
            throw malformed("the body holds more than " + MOST + " events");
          }
          items.add(item(text, parser));
        }
      } else {
        throw malformed("the body must be an object or a list of them");
      }
      if (parser.nextToken() != null) {
        throw malformed("the body is not JSON");
      }
      return items;
    } catch (IOException _) { // its message quotes the body
      throw malformed("the body is not JSON");
    }
  }

  private static String item(String text, JsonParser parser) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    if (parser.currentToken() == null) {
      throw malformed("the body is not JSON");
    }
    if (!parser.currentToken().isStructEnd()) {
      return "null"; // no object: what it is instead does not matter
    }
    return text.substring(start, (int) parser.currentLocation().getCharOffset());
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(new Problem.Malformed(detail));
  }
}
