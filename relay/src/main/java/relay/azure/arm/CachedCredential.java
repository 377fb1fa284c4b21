package relay.azure.arm;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.HttpResponseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/**
 * The relay's identity: keeps each token until shortly before it expires, and says in one sentence why none can be had.
 * Throws {@link NoTokenException}. Blocks; two callers at once may both ask, which is harmless.
 */
public final class CachedCredential implements TokenCredential {
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final TokenCredential source;
  private final String who;
  private final InstantSource clock;
  private final Map<List<String>, AccessToken> tokens = new ConcurrentHashMap<>();

  /** {@code who}: the identity in words, for sentences. */
  public CachedCredential(TokenCredential source, String who, InstantSource clock) {
    this.source = source;
    this.who = who;
    this.clock = clock;
  }

  @Override
  public AccessToken getTokenSync(TokenRequestContext request) {
    if (request.getClaims() != null) { // Azure did not accept the one at hand
      return fetch(request);
    }
    List<String> scopes = List.copyOf(request.getScopes());
    AccessToken held = tokens.get(scopes);
    if (held != null && clock.instant().plus(MARGIN).isBefore(held.getExpiresAt().toInstant())) {
      return held;
    }
    AccessToken fresh = fetch(request);
    tokens.put(scopes, fresh);
    return fresh;
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.fromCallable(() -> getTokenSync(request));
  }

  /** Drops all tokens at hand: one of them was not accepted. */
  public void forget() {
    tokens.clear();
  }

  /** The identity in words. */
  public String who() {
    return who;
  }

  private AccessToken fetch(TokenRequestContext request) {
    try {
      AccessToken token = source.getTokenSync(request);
      if (token == null) {
        throw new IllegalStateException("the credential gave none");
      }
      return token;
    } catch (RuntimeException e) {
      throw new NoTokenException(who + " got no token for " + audience(request) + why(e), e);
    }
  }

  private static String audience(TokenRequestContext request) {
    return String.join(" ", request.getScopes()).replaceAll("/+\\.default", "");
  }

  /** The SDK's own message may quote an answer, so only the kinds of what went wrong are shown. */
  private static String why(Throwable thrown) {
    Throwable root = thrown;
    for (int i = 0; i < 20 && root.getCause() != null; i++) {
      if (root instanceof HttpResponseException answered && answered.getResponse() != null) {
        return " (it was answered " + answered.getResponse().getStatusCode() + ")";
      }
      root = root.getCause();
    }
    return " (" + thrown.getClass().getSimpleName()
        + (root.equals(thrown) ? "" : ", " + root.getClass().getSimpleName()) + ")";
  }
}
