package relay.http.client;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came back.
 *
 * @param headers by lower-case name, the first value of each; of {@code set-cookie} all, a line each; of
 *     {@code www-authenticate} and {@code link} all, joined by commas
 * @param body as read; empty when there was none
 * @param cut whether there was more than the caller wanted, so that the body is only its beginning
 */
@SuppressWarnings("ArrayRecordComponent") // read once, by the one who asked; never compared
public record Reply(int status, Map<String, String> headers, byte[] body, boolean cut) {
  public Reply {
    headers = Map.copyOf(headers);
  }

  /** The first value; empty when the header is missing. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Without the headers and the body, which may hold a credential. */
  @Override
  public String toString() {
    return "Reply[" + status + ", " + body.length + (cut ? " bytes and more]" : " bytes]");
  }
}
