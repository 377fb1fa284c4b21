package relay.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** How long a token of the registry can be used. Neither of ACR's answers says so: it stands in the token (Azure/acr, AAD-OAuth.md). */
final class TokenLife {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration UNKNOWN = Duration.ofMinutes(5);
  private static final Duration MARGIN = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(3);

  private TokenLife() {}

  /**
   * When to stop using the token: a minute before its {@code exp} (sooner, if it lives for less than four), five minutes from now
   * for a token that is no JWT. The signature is the registry's affair.
   */
  static Instant end(String token, Instant now) {
    Optional<Instant> expiry = expiry(token);
    if (expiry.isEmpty()) {
      return now.plus(UNKNOWN);
    }
    Duration life = Duration.between(now, expiry.get());
    if (life.isNegative()) {
      return now;
    }
    Duration margin = life.dividedBy(4).compareTo(MARGIN) < 0 ? life.dividedBy(4) : MARGIN;
    Duration used = life.minus(margin);
    return now.plus(used.compareTo(LONGEST) < 0 ? used : LONGEST);
  }

  private static Optional<Instant> expiry(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      JsonNode exp = JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("exp");
      // Numbers past what an Instant holds are no time that anybody meant.
      return exp.canConvertToLong() && Math.abs(exp.asLong()) < Instant.MAX.getEpochSecond()
          ? Optional.of(Instant.ofEpochSecond(exp.asLong()))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException opaque) {
      return Optional.empty(); // not a JWT after all
    }
  }
}
