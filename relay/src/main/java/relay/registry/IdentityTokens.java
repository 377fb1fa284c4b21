package relay.registry;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.Optional;
import relay.http.client.Reply;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;
import relay.registry.field.UrlEncodedForm;
import relay.secret.Secret;
import relay.secret.TokenSource;

/**
 * ACR's token exchange: the identity's token for a refresh token, and that for an access token for one repository. Both
 * endpoints are known and at the registry's own host, so no challenge is ever followed. Source: Azure/acr,
 * docs/AAD-OAuth.md.
 */
final class IdentityTokens implements Authorizer {
  private static final String AUDIENCE = "https://containerregistry.azure.net";

  private final RegistryCalls calls;
  private final Host host;
  private final String service;
  private final TokenSource identity;
  private final TokenCache cache;

  IdentityTokens(RegistryCalls calls, Host host, String service, TokenSource identity, InstantSource clock) {
    this.calls = calls;
    this.host = host;
    this.service = service;
    this.identity = identity;
    this.cache = new TokenCache(clock);
  }

  @Override
  public Optional<Secret> token(TokenScope scope) throws RegistryException, InterruptedException {
    return Optional.of(cache.get(scope, Optional.empty(), () -> fetch(scope)));
  }

  @Override
  public Secret renewed(TokenScope scope, Optional<Secret> refused, Optional<String> challenges)
      throws RegistryException, InterruptedException {
    return cache.get(scope, refused, () -> fetch(scope));
  }

  @Override
  public void drop(TokenScope scope, Secret token) throws InterruptedException {
    cache.drop(scope, token);
  }

  @Override
  public String advice() {
    return "the relay's identity needs the role AcrPull on the registry, or Container Registry Repository Reader where the"
        + " registry has repository permissions (ABAC); a new assignment can take hours to have effect";
  }

  private Secret fetch(TokenScope scope) throws RegistryException, InterruptedException {
    Secret refresh = post("exchange", "refresh_token",
        new UrlEncodedForm().with("grant_type", "access_token").with("service", service).with("access_token",
            identityToken()));
    return post("token", "access_token",
        new UrlEncodedForm().with("grant_type", "refresh_token").with("service", service)
            .with("scope", "repository:" + scope.repository() + ":" + action(scope.right()))
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
    } catch (TokenSource.IdentityException e) {
      throw new RegistryException(Kind.UNAVAILABLE, "no token of the relay's identity for " + service + ": "
          + e.getMessage(), e);
    }
  }

  private Secret post(String endpoint, String member, UrlEncodedForm form)
      throws RegistryException, InterruptedException {
    String what = "/oauth2/" + endpoint;
    Reply reply = calls.ask(
        host.request(HttpMethod.POST, what).putHeader("Content-Type", "application/x-www-form-urlencoded"),
        Buffer.buffer(form.encoded()), TokenReply.MAX_BODY_BYTES, what);
    return switch (reply.status()) {
      case 200 -> TokenReply.read(reply, member).orElseThrow(() -> new RegistryException(Kind.UNAVAILABLE,
          service + " answered " + what + " without a " + member));
      case 401, 403 -> throw new RegistryException(Kind.DENIED,
          service + " answered " + reply.status() + " to " + what + ": " + advice());
      case 404 -> throw new RegistryException(Kind.DENIED, service
          + " has no " + what
          + ": it does not seem to be an Azure Container Registry, as its access in the settings says");
      default -> throw new RegistryException(RegistryCalls.kind(reply.status()),
          service + " answered " + reply.status() + " to " + what);
    };
  }
}
