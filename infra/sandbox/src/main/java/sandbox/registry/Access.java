package sandbox.registry;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sandbox.identity.IdentityEndpoint;
import sandbox.identity.Token;
import sandbox.registry.protocol.OciErrorException;

/** Who may do what: roles of identities, the one password, anonymous clients; and the tokens that carry it. */
final class Access {
  private static final String ADMIN = "user";
  private static final String NOBODY = "anonymous";
  private static final String AUTHENTICATE = "authentication required, visit https://aka.ms/acr/authorization for more"
      + " information.";
  /** The user name that stands for "the password is a refresh token" (docker login with an ACR token). */
  private static final String TOKEN_USER = "00000000-0000-0000-0000-000000000000";

  private final Options options;
  private final IdentityEndpoint identities;
  private final Supplier<String> host;
  private final RegistryTokens tokens = new RegistryTokens();
  private final Set<String> pullers = ConcurrentHashMap.newKeySet();
  private final Set<String> pushers = ConcurrentHashMap.newKeySet();
  private volatile NoRight noRight = NoRight.AT_EXCHANGE;

  Access(Options options, IdentityEndpoint identities, Supplier<String> host) {
    this.options = options;
    this.identities = identities;
    this.host = host;
  }

  void grantPull(String clientId) { pullers.add(clientId); }

  void revokePull(String clientId) { pullers.remove(clientId); }

  void grantPush(String clientId) { pushers.add(clientId); }

  void revokePush(String clientId) { pushers.remove(clientId); }

  void noRight(NoRight next) { noRight = next; }

  void forgetTokens() { tokens.forgetAll(); }

  /** A managed identity's token against a refresh token; throws a 401 when it is not good for this registry. */
  String exchange(String entraToken) {
    Token token = identities.verify(entraToken)
        .filter(one -> one.isForRegistry() || (options.armTokens() && one.isForArm()))
        .orElseThrow(() -> refused("the access token is not valid for this registry"));
    if (noRight == NoRight.AT_EXCHANGE && rights(token.clientId()).isEmpty()) {
      throw refused("the identity has no role on this registry");
    }
    return tokens.refreshToken(host.get(), token.clientId());
  }

  /** An access token with as much of what was asked as its bearer may do, which can be nothing. */
  String accessToken(String refreshToken, List<Scope> asked) {
    String subject = tokens.subjectOf(refreshToken).orElseThrow(() -> refused("the refresh token is not valid"));
    return tokens.accessToken(host.get(), subject, allowed(subject, asked), options.accessTokenLife());
  }

  /** As {@link #accessToken}, for the docker way: Basic credentials or none. */
  String accessTokenFor(@Nullable String authorization, List<Scope> asked) {
    String subject = authorization == null
        ? NOBODY
        : basic(authorization).orElseThrow(() -> refused("the password is wrong"));
    List<Scope> scopes = allowed(subject, asked);
    if (subject.equals(NOBODY) && scopes.isEmpty()) {
      throw refused("authentication required"); // as ACR without anonymous pull
    }
    return tokens.accessToken(host.get(), subject, scopes, options.accessTokenLife());
  }

  /** Throws the 401 with its challenge, or the 403, unless the bearer may do this. */
  void check(@Nullable String authorization, Scope asked) {
    if (authorization == null) {
      throw challenge(asked, "");
    }
    Optional<String> user = basic(authorization);
    if (user.isPresent()) {
      if (!rights(user.get(), asked).contains(asked.action())) {
        throw denied(asked);
      }
      return;
    }
    String token = authorization.regionMatches(true, 0, "Bearer ", 0, 7) ? authorization.substring(7).strip() : "";
    RegistryTokens.Grant grant = tokens.grantOf(token).orElseThrow(() -> challenge(asked, "invalid_token"));
    if (grant.scopes().stream().noneMatch(scope -> scope.covers(asked))) {
      throw noRight == NoRight.DENIED ? denied(asked) : challenge(asked, "insufficient_scope");
    }
  }

  /** For {@code GET /v2/}: any genuine credential will do. */
  void checkAnybody(@Nullable String authorization) {
    boolean known = authorization != null && (basic(authorization).isPresent()
        || tokens.grantOf(authorization.replaceFirst("(?i)^Bearer +", "")).isPresent());
    if (!known) {
      throw new OciErrorException(401, "UNAUTHORIZED", AUTHENTICATE, null,
          Map.of("Www-Authenticate", "Bearer realm=\"" + realm() + "\",service=\"" + host.get() + "\""));
    }
  }

  private List<Scope> allowed(String subject, List<Scope> asked) {
    var allowed = new ArrayList<Scope>();
    for (Scope scope : asked) {
      Set<String> rights = rights(subject, scope);
      var actions = new LinkedHashSet<>(scope.actions().contains("*") ? rights : scope.actions());
      actions.retainAll(rights);
      if (!actions.isEmpty()) {
        allowed.add(new Scope(scope.type(), scope.name(), actions));
      }
    }
    return allowed;
  }

  /** Whoever may pull may list the repositories too, as with AcrPull. */
  private Set<String> rights(String subject, Scope scope) {
    Set<String> held = subject.equals(NOBODY) ? anonymousRights(scope.actions()) : rights(subject);
    return scope.isCatalog() ? held.contains("pull") ? Scope.CATALOG.actions() : Set.of() : held;
  }

  private Set<String> anonymousRights(Set<String> asked) {
    return switch (options.anonymous()) {
      case NOTHING -> Set.of();
      case PUSH -> asked.contains("push") ? Set.of("pull", "push") : Set.of();
      case ALL -> Set.of("pull", "push");
    };
  }

  private Set<String> rights(String subject) {
    if (subject.equals(ADMIN)) {
      return Set.of("pull", "push", "delete", "metadata_read");
    }
    if (pushers.contains(subject)) {
      return Set.of("pull", "push", "metadata_read");
    }
    return pullers.contains(subject) ? Set.of("pull", "metadata_read") : Set.of();
  }

  /** Whose Basic credentials these are; empty when they are none, or wrong. */
  private Optional<String> basic(String authorization) {
    if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refused("the Basic credentials cannot be read");
    }
    if (pair.startsWith(TOKEN_USER + ":")) {
      return tokens.subjectOf(pair.substring(TOKEN_USER.length() + 1));
    }
    boolean right = MessageDigest.isEqual(pair.getBytes(StandardCharsets.UTF_8),
        (options.user() + ":" + options.password()).getBytes(StandardCharsets.UTF_8));
    return right ? Optional.of(ADMIN) : Optional.empty();
  }

  private String realm() { return "http://" + host.get() + "/oauth2/token"; }

  private OciErrorException challenge(Scope asked, String error) {
    String actions = asked.action().equals("push") ? "pull,push" : asked.action();
    return new OciErrorException(401, "UNAUTHORIZED", AUTHENTICATE, detail(asked), Map.of("Www-Authenticate",
        "Bearer realm=\"" + realm() + "\",service=\"" + host.get() + "\",scope=\"" + asked.type() + ":" + asked.name()
            + ":"
            + actions + "\"" + (error.isEmpty() ? "" : ",error=\"" + error + "\"")));
  }

  private static OciErrorException denied(Scope asked) {
    return new OciErrorException(403, "DENIED", "requested access to the resource is denied", detail(asked), Map.of());
  }

  private static JsonArray detail(Scope asked) {
    return new JsonArray().add(new JsonObject().put("Type", asked.type()).put("Name", asked.name()).put("Action",
        asked.action()));
  }

  private static OciErrorException refused(String why) { return new OciErrorException(401, "UNAUTHORIZED", why); }
}
