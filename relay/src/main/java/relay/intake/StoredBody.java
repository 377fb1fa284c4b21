package relay.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import relay.secret.CredentialNames;
import relay.secret.Redaction;

/**
 * A body as it is stored for the audit: its beginning, as it was sent, but without whatever stands under a credential's name
 * (text, list or object) and without credentials inside texts.
 */
final class StoredBody {
  /** Enough for every event of ACR and all but the largest batches of Event Grid. */
  static final int MAX_CHARS = 64 * 1024;
  private static final JsonFactory JSON = new JsonFactory();
  /** Nothing of a body that is not JSON is kept; receivers refuse those before. */
  private static final String NOT_KEPT = "(not JSON, so nothing of it is kept)";

  private final String body;
  private final StringBuilder kept;
  private int copied;

  private StoredBody(String body) {
    this.body = body;
    this.kept = new StringBuilder(Math.min(body.length(), MAX_CHARS) + 64);
  }

  static String of(String body) {
    var stored = new StoredBody(body);
    try (JsonParser parser = JSON.createParser(body)) {
      stored.copy(parser);
    } catch (IOException _) { // its message quotes the body
      return NOT_KEPT;
    }
    return bounded(stored.kept, body.length());
  }

  private void copy(JsonParser parser) throws IOException {
    for (JsonToken token = parser.nextToken(); token != null && !isFull(start(parser)); token = parser.nextToken()) {
      if (token == JsonToken.FIELD_NAME && CredentialNames.holds(parser.currentName())) {
        parser.nextToken();
        int from = start(parser);
        parser.skipChildren();
        parser.getText(); // reads a text to its end
        hide(from, end(parser), Redaction.HIDDEN);
      } else if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
        String text = parser.getText();
        String clean = Redaction.of(text);
        if (!clean.equals(text)) {
          hide(start(parser), textEnd(start(parser)), clean);
        }
      }
    }
    int room = Math.max(0, MAX_CHARS + 1 - kept.length());
    kept.append(body, copied, Math.min(body.length(), copied + room));
  }

  /** Whether what is known to be clean, up to {@code here}, is as much as is kept. */
  private boolean isFull(int here) {
    return kept.length() + here - copied > MAX_CHARS;
  }

  private static int start(JsonParser parser) {
    return Math.toIntExact(parser.currentTokenLocation().getCharOffset());
  }

  private static int end(JsonParser parser) {
    return Math.toIntExact(parser.currentLocation().getCharOffset());
  }

  /** Behind the closing quote of the text that opens at {@code from}; after a member's name the parser is further on already. */
  private int textEnd(int from) {
    int at = from + 1;
    while (body.charAt(at) != '"') {
      at += body.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private void hide(int from, int end, String instead) {
    kept.append(body, copied, from).append('"').append(JsonStringEncoder.getInstance().quoteAsString(instead))
        .append('"');
    copied = end;
  }

  private static String bounded(StringBuilder kept, int sent) {
    return kept.length() > MAX_CHARS
        ? kept.substring(0, end(kept)) + "... (cut, " + sent + " characters in all)"
        : kept.toString();
  }

  /** Never between the two halves of a surrogate pair. */
  private static int end(StringBuilder kept) {
    return Character.isHighSurrogate(kept.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
  }
}
