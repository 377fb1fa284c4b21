package relay.registry;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.Optional;
import relay.http.client.Reply;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;
import relay.registry.field.Challenge;
import relay.registry.field.UrlEncodedForm;
import relay.secret.Secret;

/**
 * No token, or the one that the registry gives to anybody who asks where its challenge says, as long as that is the
 * registry itself. Source: distribution's token authentication specification.
 */
final class AnonymousTokens implements Authorizer {
  private final RegistryCalls calls;
  private final Host host;
  private final String name;
  private final TokenCache cache;

  AnonymousTokens(RegistryCalls calls, Host host, String name, InstantSource clock) {
    this.calls = calls;
    this.host = host;
    this.name = name;
    this.cache = new TokenCache(clock);
  }

  @Override
  public Optional<Secret> token(TokenScope scope) {
    return cache.held(scope);
  }

  @Override
  public Secret renewed(TokenScope scope, Optional<Secret> refused, Optional<String> challenges)
      throws RegistryException, InterruptedException {
    Challenge bearer = Challenge.parse(challenges.orElse("")).stream().filter(one -> one.scheme().equals("bearer"))
        .findFirst().orElseThrow(() -> denied("it asks for credentials in a way that the relay does not support"));
    return cache.get(scope, refused, () -> fetch(scope, bearer));
  }

  @Override
  public void drop(TokenScope scope, Secret token) throws InterruptedException {
    cache.drop(scope, token);
  }

  @Override
  public String advice() {
    return "it does not let everybody pull: set the registry's access to identity";
  }

  private Secret fetch(TokenScope scope, Challenge challenge) throws RegistryException, InterruptedException {
    URI realm = challenge.parameter("realm").flatMap(AnonymousTokens::uri)
        .orElseThrow(() -> denied("its challenge names no place to get a token"));
    if (!Host.of(realm).equals(Optional.of(host))) {
      throw denied("it sends clients to another host for tokens, where the relay does not go");
    }
    var query = new UrlEncodedForm();
    challenge.parameter("service").ifPresent(service -> query.with("service", service));
    query.with("scope", "repository:" + scope.repository() + ":" + action(scope, challenge));
    String before = Optional.ofNullable(realm.getRawQuery()).map(text -> text + "&").orElse("");
    String path = realm.getRawPath().isEmpty() ? "/" : realm.getRawPath();
    Reply reply = calls.ask(host.request(HttpMethod.GET, path + "?" + before + query.encoded()),
        Buffer.buffer(), TokenReply.MAX_BODY_BYTES, "an anonymous token");
    return switch (reply.status()) {
      case 200 -> TokenReply.read(reply, "access_token", "token")
          .orElseThrow(() -> denied("its answer to the request for a token has none"));
      case 401, 403 -> throw denied(advice());
      default -> throw new RegistryException(RegistryCalls.kind(reply.status()),
          name + " answered " + reply.status() + " to the request for an anonymous token");
    };
  }

  /** {@code pull} suffices to list tags wherever the challenge does not ask for ACR's own right. */
  private static String action(TokenScope scope, Challenge challenge) {
    boolean acr = scope.right() == Right.LIST && challenge.parameter("scope")
        .filter(asked -> asked.equals("repository:" + scope.repository() + ":metadata_read")).isPresent();
    return acr ? "metadata_read" : "pull";
  }

  private RegistryException denied(String why) {
    return new RegistryException(Kind.DENIED, name + " refuses: " + why);
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException notOne) {
      return Optional.empty();
    }
  }
}
