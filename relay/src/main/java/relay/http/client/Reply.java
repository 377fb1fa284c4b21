package relay.http.client;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An answer.
 *
 * @param headers by lower-case name, the first value of each; of {@code set-cookie} all, a line each; of
 *     {@code www-authenticate} and {@code link} all, joined by commas
 * @param body as read; empty if there was none
 * @param cut whether the body is only the beginning, since it was longer than the caller allowed
 */
@SuppressWarnings("ArrayRecordComponent") // read once, by the caller; never compared
public record Reply(int status, Map<String, String> headers, byte[] body, boolean cut) {
  public Reply {
    headers = Map.copyOf(headers);
  }

  /** The first value; empty if the header is missing. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Without the headers and the body, which may hold a credential. */
  @Override
  public String toString() {
    return "Reply[" + status + ", " + body.length + (cut ? " bytes and more]" : " bytes]");
  }
}
