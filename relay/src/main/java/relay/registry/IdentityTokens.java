package relay.registry;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.Optional;
import relay.http.client.Reply;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;
import relay.secret.Secret;
import relay.secret.TokenSource;

/**
 * ACR's token exchange: the identity's token for a refresh token, that for an access token of one repository. Both endpoints are
 * known, at the registry's own host, so that no challenge is ever followed. Source: Azure/acr, docs/AAD-OAuth.md.
 */
final class IdentityTokens implements Authorizer {
  private static final String AUDIENCE = "https://containerregistry.azure.net";

  private final Line line;
  private final Host host;
  private final String service;
  private final TokenSource identity;
  private final TokenCache cache;

  IdentityTokens(Line line, Host host, String service, TokenSource identity, InstantSource clock) {
    this.line = line;
    this.host = host;
    this.service = service;
    this.identity = identity;
    this.cache = new TokenCache(clock);
  }

  @Override
  public Optional<Secret> token(Need need) throws RegistryException, InterruptedException {
    return Optional.of(cache.get(need, Optional.empty(), () -> fetch(need)));
  }

  @Override
  public Secret renewed(Need need, Optional<Secret> refused, Optional<String> challenge)
      throws RegistryException, InterruptedException {
    return cache.get(need, refused, () -> fetch(need));
  }

  @Override
  public String advice() {
    return "the relay's identity needs the role AcrPull on the registry, or Container Registry Repository Reader where the"
        + " registry has repository permissions (ABAC); a new assignment can take hours to count";
  }

  private Secret fetch(Need need) throws RegistryException, InterruptedException {
    Secret refresh = post("exchange", "refresh_token",
        new Form().with("grant_type", "access_token").with("service", service).with("access_token", identityToken()));
    return post("token", "access_token", new Form().with("grant_type", "refresh_token").with("service", service)
        .with("scope", "repository:" + need.repository() + ":" + action(need.right()))
        .with("refresh_token", refresh.reveal()));
  }

  private static String action(Right right) {
    return switch (right) {
      case PULL -> "pull";
      case LIST -> "pull,metadata_read";
    };
  }

  private String identityToken() throws RegistryException, InterruptedException {
    try {
      return identity.token(AUDIENCE);
    } catch (TokenSource.IdentityTrouble e) {
      throw new RegistryException(Kind.UNAVAILABLE, "no token of the relay's identity for " + service + ": "
          + e.getMessage(), e);
    }
  }

  private Secret post(String endpoint, String member, Form form) throws RegistryException, InterruptedException {
    String what = "/oauth2/" + endpoint;
    Reply reply = line.ask(
        host.request(HttpMethod.POST, what).putHeader("Content-Type", "application/x-www-form-urlencoded"),
        Buffer.buffer(form.encoded()), TokenReply.MOST, what);
    return switch (reply.status()) {
      case 200 -> TokenReply.read(reply, member).orElseThrow(() -> new RegistryException(Kind.UNAVAILABLE,
          service + " answered " + what + " without a " + member));
      case 401, 403 -> throw new RegistryException(Kind.DENIED,
          service + " answered " + reply.status() + " to " + what + ": " + advice());
      case 404 -> throw new RegistryException(Kind.DENIED, service
          + " has no " + what
          + ": it does not seem to be an Azure Container Registry, whose tokens the relay was told to use");
      default -> throw new RegistryException(Kind.UNAVAILABLE,
          service + " answered " + reply.status() + " to " + what);
    };
  }
}
