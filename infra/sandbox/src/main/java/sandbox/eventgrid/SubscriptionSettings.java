package sandbox.eventgrid;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An event subscription as its owner makes it; {@link #to} and then the {@code with...} methods.
 *
 * @param endpoint where it delivers to; query parameters may be a secret
 * @param headers static delivery properties: at most ten, none begins with {@code aeg-}
 * @param headersInHandshake whether they are on the handshake too, which is not documented
 * @param tokens makes the Entra token of each request; empty without Entra protection
 * @param batching empty when each event is delivered by itself
 * @param deadLetters whether there is a place for what cannot be delivered; otherwise it is dropped
 * @param maxAttempts 1 to 30
 */
public record SubscriptionSettings(String name, URI endpoint, Schema schema, Map<String, String> headers,
    boolean headersInHandshake, Optional<Supplier<String>> tokens, Optional<Batching> batching, boolean deadLetters,
    int maxAttempts, Duration timeToLive) {
  /** At most so many events in a request, and no further one once it has so many bytes. All or nothing. */
  public record Batching(int maxEvents, int preferredBytes) {}

  public SubscriptionSettings {
    if (!name.matches("[A-Za-z0-9-]{3,64}")) {
      throw new IllegalArgumentException("a subscription's name has 3 to 64 letters, digits and hyphens: " + name);
    }
    if (headers.size() > 10) {
      throw new IllegalArgumentException("a subscription has at most ten headers of its own");
    }
    headers.forEach((header, value) -> {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("aeg-") || value.getBytes(StandardCharsets.UTF_8).length > 4096
          || (lower.equals("authorization") && tokens.isPresent())) {
        throw new IllegalArgumentException("Event Grid takes no such header: " + header);
      }
    });
    if (maxAttempts < 1 || maxAttempts > 30) {
      throw new IllegalArgumentException("1 to 30 attempts: " + maxAttempts);
    }
    headers = Map.copyOf(headers);
  }

  /** Without headers, tokens or batching; 30 attempts within a day, then a dead letter. */
  public static SubscriptionSettings to(URI endpoint, String name, Schema schema) {
    return new SubscriptionSettings(name, endpoint, schema, Map.of(), true, Optional.empty(), Optional.empty(), true,
        30, Duration.ofDays(1));
  }

  public SubscriptionSettings withEndpoint(URI other) {
    return new SubscriptionSettings(name, other, schema, headers, headersInHandshake, tokens, batching, deadLetters,
        maxAttempts, timeToLive);
  }

  public SubscriptionSettings withHeader(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new SubscriptionSettings(name, endpoint, schema, more, headersInHandshake, tokens, batching, deadLetters,
        maxAttempts, timeToLive);
  }

  public SubscriptionSettings withHeadersInHandshake(boolean sent) {
    return new SubscriptionSettings(name, endpoint, schema, headers, sent, tokens, batching, deadLetters, maxAttempts,
        timeToLive);
  }

  /** A token with each request, the handshake included: {@code sandbox.entra} makes them. */
  public SubscriptionSettings withTokens(Supplier<String> maker) {
    return new SubscriptionSettings(name, endpoint, schema, headers, headersInHandshake, Optional.of(maker), batching,
        deadLetters, maxAttempts, timeToLive);
  }

  public SubscriptionSettings withBatching(int maxEvents, int preferredBytes) {
    return new SubscriptionSettings(name, endpoint, schema, headers, headersInHandshake, tokens,
        Optional.of(new Batching(maxEvents, preferredBytes)), deadLetters, maxAttempts, timeToLive);
  }

  public SubscriptionSettings withoutDeadLetters() {
    return new SubscriptionSettings(name, endpoint, schema, headers, headersInHandshake, tokens, batching, false,
        maxAttempts, timeToLive);
  }

  public SubscriptionSettings withMaxAttempts(int most) {
    return new SubscriptionSettings(name, endpoint, schema, headers, headersInHandshake, tokens, batching, deadLetters,
        most, timeToLive);
  }

  /** Looked at only when the next try is due. */
  public SubscriptionSettings withTimeToLive(Duration life) {
    return new SubscriptionSettings(name, endpoint, schema, headers, headersInHandshake, tokens, batching, deadLetters,
        maxAttempts, life);
  }

  /** Without the address's query and the headers. */
  @Override
  public String toString() {
    return "SubscriptionSettings[" + name + ", " + schema + ", " + endpoint.getPath() + "]";
  }
}
