package relay.registry;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import relay.http.client.Reply;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;
import relay.secret.Secret;

/**
 * No token, or the one that the registry hands to anybody who asks where its challenge says, as long as that is the registry itself.
 * Source: distribution's token authentication specification.
 */
final class AnonymousTokens implements Authorizer {
  private static final Pattern PARAMETER = Pattern.compile(
      "(?<name>realm|service|scope)=\"(?<value>[ -~&&[^\"]]{1,500})\"",
      Pattern.CASE_INSENSITIVE);

  private final Line line;
  private final Host host;
  private final String name;
  private final TokenCache cache;

  AnonymousTokens(Line line, Host host, String name, InstantSource clock) {
    this.line = line;
    this.host = host;
    this.name = name;
    this.cache = new TokenCache(clock);
  }

  @Override
  public Optional<Secret> token(Need need) {
    return cache.held(need);
  }

  @Override
  public Secret renewed(Need need, Optional<Secret> refused, Optional<String> challenge)
      throws RegistryException, InterruptedException {
    String bearer = challenge.filter(text -> text.regionMatches(true, 0, "Bearer ", 0, 7))
        .orElseThrow(() -> denied("it asks for credentials in a way that the relay does not speak"));
    return cache.get(need, refused, () -> fetch(need, bearer));
  }

  @Override
  public String advice() {
    return "it does not let just anybody pull: set the registry's access to identity";
  }

  private Secret fetch(Need need, String challenge) throws RegistryException, InterruptedException {
    URI realm = parameter(challenge, "realm").flatMap(AnonymousTokens::uri)
        .orElseThrow(() -> denied("its challenge names no place to get a token"));
    if (!Host.of(realm).equals(Optional.of(host))) {
      throw denied("it sends clients to another host for tokens, which the relay does not follow");
    }
    var query = new Form();
    parameter(challenge, "service").ifPresent(service -> query.with("service", service));
    query.with("scope", "repository:" + need.repository() + ":" + action(need, challenge));
    String before = Optional.ofNullable(realm.getRawQuery()).map(text -> text + "&").orElse("");
    Reply reply = line.ask(host.request(HttpMethod.GET, realm.getRawPath() + "?" + before + query.encoded()),
        Buffer.buffer(), TokenReply.MOST, "an anonymous token");
    return switch (reply.status()) {
      case 200 -> TokenReply.read(reply, "access_token", "token")
          .orElseThrow(() -> denied("its answer to the request for a token holds none"));
      case 401, 403 -> throw denied(advice());
      default -> throw new RegistryException(Kind.UNAVAILABLE,
          name + " answered " + reply.status() + " to the request for an anonymous token");
    };
  }

  /** {@code pull} suffices to list tags wherever the challenge does not ask for ACR's own right. */
  private static String action(Need need, String challenge) {
    boolean acr = need.right() == Right.LIST && parameter(challenge, "scope")
        .filter(scope -> scope.equals("repository:" + need.repository() + ":metadata_read")).isPresent();
    return acr ? "metadata_read" : "pull";
  }

  private RegistryException denied(String why) {
    return new RegistryException(Kind.DENIED, name + " refuses: " + why);
  }

  private static Optional<String> parameter(String challenge, String wanted) {
    Matcher m = PARAMETER.matcher(challenge);
    while (m.find()) {
      if (m.group("name").equalsIgnoreCase(wanted)) {
        return Optional.of(m.group("value"));
      }
    }
    return Optional.empty();
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException notOne) {
      return Optional.empty();
    }
  }
}
