package reviews.identity;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The identity that Azure gives the app: on App Service its managed identity, on a developer's machine whoever is signed
 * in to the Azure CLI. Nothing is loaded or asked before it is first needed.
 */
public final class AppIdentity {
  /** A token with less time left than this is renewed. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final Vertx vertx;
  private final Optional<String> clientId;
  private final InstantSource clock;
  private @Nullable TokenCredential credential;

  /** @param clientId of a user-assigned identity; empty means the system-assigned one */
  public AppIdentity(Vertx vertx, Optional<String> clientId, InstantSource clock) {
    this.vertx = vertx;
    this.clientId = clientId;
    this.clock = clock;
  }

  /** The SDK's credential. Loading its classes takes a second: not to be called on an event loop. */
  public synchronized TokenCredential credential() {
    if (credential == null) {
      credential = make();
    }
    return credential;
  }

  /**
   * Gives tokens for {@code scope}: each is used until shortly before it ends, then a new one is asked for. When none can
   * be had, one that is still good goes on being used.
   */
  public Supplier<Future<String>> tokens(String scope) {
    var held = new AtomicReference<Optional<AccessToken>>(Optional.empty());
    var request = new TokenRequestContext().addScopes(scope);
    return () -> {
      Optional<AccessToken> token = held.get();
      if (token.isPresent() && isGood(token.get(), MARGIN)) {
        return Future.succeededFuture(token.get().getToken());
      }
      return vertx.executeBlocking(() -> credential().getTokenSync(request), false).map(fresh -> {
        held.set(Optional.of(fresh));
        return fresh.getToken();
      }).recover(failure -> token.isPresent() && isGood(token.get(), Duration.ZERO)
          ? Future.succeededFuture(token.get().getToken())
          : Future.failedFuture(new NoTokenException(failure)));
    };
  }

  private boolean isGood(AccessToken token, Duration margin) {
    return clock.instant().plus(margin).isBefore(token.getExpiresAt().toInstant());
  }

  /** On App Service nothing is guessed; elsewhere the SDK looks around, which takes longer and starts programs. */
  private TokenCredential make() {
    if (System.getenv("IDENTITY_ENDPOINT") != null) {
      var builder = new ManagedIdentityCredentialBuilder();
      clientId.ifPresent(builder::clientId);
      return builder.build();
    }
    var builder = new DefaultAzureCredentialBuilder();
    clientId.ifPresent(builder::managedIdentityClientId);
    return builder.build();
  }
}
