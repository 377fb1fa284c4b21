package relay.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** How long a token of the registry can be used. ACR says so only inside the token itself (Azure/acr, AAD-OAuth.md). */
final class TokenLifetime {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WHEN_UNKNOWN = Duration.ofMinutes(5);
  private static final Duration MARGIN = Duration.ofMinutes(1);
  private static final Duration MAX = Duration.ofHours(3);

  private TokenLifetime() {}

  /**
   * When to stop using the token: a minute before its {@code exp}, or a quarter of its life before if that is less; five
   * minutes from now for a token that is no JWT. The signature is not checked here: the registry does that.
   */
  static Instant end(String token, Instant now) {
    Optional<Instant> expiry = expiry(token);
    if (expiry.isEmpty()) {
      return now.plus(WHEN_UNKNOWN);
    }
    Duration life = Duration.between(now, expiry.get());
    if (life.isNegative()) {
      return now;
    }
    Duration margin = life.dividedBy(4).compareTo(MARGIN) < 0 ? life.dividedBy(4) : MARGIN;
    Duration used = life.minus(margin);
    return now.plus(used.compareTo(MAX) < 0 ? used : MAX);
  }

  private static Optional<Instant> expiry(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      JsonNode exp = JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("exp");
      // Greater numbers than an Instant holds are no time at all.
      return exp.canConvertToLong() && Math.abs(exp.asLong()) < Instant.MAX.getEpochSecond()
          ? Optional.of(Instant.ofEpochSecond(exp.asLong()))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException opaque) {
      return Optional.empty(); // not a JWT
    }
  }
}
