package relay.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import relay.http.client.Reply;
import relay.secret.Secret;

/** Reads the answer of a token endpoint. */
final class TokenReply {
  /** Tokens are a few KiB. */
  static final int MAX_BODY_BYTES = 64 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private TokenReply() {}

  /** The first of these members that is a string fit for a header; empty when none is, or the answer is not JSON. */
  static Optional<Secret> read(Reply reply, String... members) {
    try {
      JsonNode json = JSON.readTree(reply.body());
      for (String member : members) {
        String text = json == null ? "" : json.path(member).asText("");
        if (text.matches("[!-~]+")) { // what fits into a header
          return Optional.of(new Secret(text));
        }
      }
      return Optional.empty();
    } catch (IOException notJson) {
      return Optional.empty(); // the cause would quote the answer, which may hold a token
    }
  }
}
