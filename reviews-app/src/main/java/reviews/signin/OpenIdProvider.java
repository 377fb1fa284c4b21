package reviews.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reviews.settings.Secret;
import reviews.settings.SignInSettings;

/**
 * One tenant's OpenID provider. It is asked about itself when somebody first signs in, not at start, and its keys are
 * fetched anew when an unknown one is met. Never blocks its caller.
 */
public final class OpenIdProvider {
  private static final int TIMEOUT_MILLIS = 5000;
  private static final int MOST_BYTES = 512 * 1024;
  private static final int THREADS = 4;
  private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256,
      JWSAlgorithm.ES256);

  /** What the provider tells about itself. */
  private record Known(OIDCProviderMetadata metadata, IDTokenValidator tokens) {}

  private final SignInSettings settings;
  private final Secret clientSecret;
  private final WorkerExecutor threads;
  private final AtomicReference<@Nullable Known> known = new AtomicReference<>();

  public OpenIdProvider(Vertx vertx, SignInSettings settings, Secret clientSecret) {
    this.settings = settings;
    this.clientSecret = clientSecret;
    this.threads = vertx.createSharedWorkerExecutor("sign-in", THREADS);
  }

  /** Where a browser goes to sign in. Fails with {@link ProviderUnreachable}. */
  public Future<URI> authorize(Attempt attempt) {
    return away(() -> new AuthenticationRequest.Builder(ResponseType.CODE, new Scope("openid", "profile"), client(),
        callback()).endpointURI(known().metadata().getAuthorizationEndpointURI()).state(new State(attempt.state()))
        .nonce(new Nonce(attempt.nonce()))
        .codeChallenge(new CodeVerifier(attempt.verifier()), CodeChallengeMethod.S256).build().toURI());
  }

  /**
   * Turns the code that a browser brought back into the person that signed in. A code can be redeemed once. Fails with
   * {@link SignInRefused} when the code or the token is not good, and with {@link ProviderUnreachable}.
   */
  public Future<Person> redeem(Attempt attempt, String code) {
    return away(() -> person(tokens(attempt, code), attempt));
  }

  /** Where a browser goes to end the session at the provider too; empty when it has no such page. */
  public Future<Optional<URI>> endSession() {
    return away(() -> Optional.ofNullable(known().metadata().getEndSessionEndpointURI()));
  }

  /** The address that Entra ID must know as the app registration's redirect URI. */
  public URI callback() {
    return URI.create(settings.site() + "/sign-in/callback");
  }

  public String issuer() {
    return settings.issuer().toString();
  }

  private OIDCTokenResponse tokens(Attempt attempt, String code)
      throws ParseException, IOException, GeneralException, SignInRefused {
    var grant = new AuthorizationCodeGrant(new AuthorizationCode(code), callback(),
        new CodeVerifier(attempt.verifier()));
    var credentials = new ClientSecretPost(client(), new com.nimbusds.oauth2.sdk.auth.Secret(clientSecret.value()));
    HTTPRequest request = new TokenRequest.Builder(known().metadata().getTokenEndpointURI(), credentials, grant).build()
        .toHTTPRequest();
    request.setConnectTimeout(TIMEOUT_MILLIS);
    request.setReadTimeout(TIMEOUT_MILLIS);
    request.setFollowRedirects(false);
    HTTPResponse answer = request.send();
    if (answer.getStatusCode() >= HTTPResponse.SC_SERVER_ERROR) {
      throw new IOException("the token endpoint answered " + answer.getStatusCode());
    }
    TokenResponse response = OIDCTokenResponseParser.parse(answer);
    if (response instanceof OIDCTokenResponse good) {
      return good;
    }
    throw new SignInRefused("the code was not taken: " + response.toErrorResponse().getErrorObject().getCode());
  }

  private Person person(OIDCTokenResponse response, Attempt attempt)
      throws SignInRefused, GeneralException, IOException, JOSEException {
    try {
      IDTokenClaimsSet claims = known().tokens().validate(response.getOIDCTokens().getIDToken(),
          new Nonce(attempt.nonce()));
      if (!settings.tenant().equalsIgnoreCase(claims.getStringClaim("tid"))) {
        throw new SignInRefused("the token's tenant is another one");
      }
      String name = Optional.ofNullable(claims.getStringClaim("name"))
          .orElseGet(() -> Optional.ofNullable(claims.getStringClaim("preferred_username")).orElse(""));
      return new Person(claims.getSubject().getValue(), name);
    } catch (BadJOSEException e) {
      throw new SignInRefused("the token is not good: " + e.getMessage());
    }
  }

  private ClientID client() {
    return new ClientID(settings.clientId());
  }

  /** Two threads that ask at once both ask; no harm. */
  private Known known() throws GeneralException, IOException {
    Known before = known.get();
    if (before != null) {
      return before;
    }
    var issuer = new Issuer(settings.issuer());
    OIDCProviderMetadata metadata = OIDCProviderMetadata.resolve(issuer, TIMEOUT_MILLIS, TIMEOUT_MILLIS);
    var keys = JWKSourceBuilder.<SecurityContext>create(metadata.getJWKSetURI().toURL(),
        new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_BYTES)).build();
    var now = new Known(metadata,
        new IDTokenValidator(issuer, client(), new JWSVerificationKeySelector<>(ALGORITHMS, keys), null));
    known.set(now);
    return now;
  }

  private <T> Future<T> away(Callable<T> work) {
    return threads.executeBlocking(() -> {
      try {
        return work.call();
      } catch (GeneralException | IOException | JOSEException e) { // discovery, transport, keys
        throw new ProviderUnreachable(e);
      }
    }, false);
  }
}
