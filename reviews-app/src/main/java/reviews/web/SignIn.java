package reviews.web;

import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reviews.signin.Attempt;
import reviews.signin.OpenIdProvider;
import reviews.signin.Person;
import reviews.signin.ProviderUnreachable;
import reviews.signin.SignInRefused;
import reviews.web.edge.Edge;
import reviews.web.form.FormField;
import reviews.web.problem.Refusal;
import reviews.web.session.Sessions;
import reviews.web.session.SignedCookies;
import reviews.web.session.Signer;
import reviews.web.session.Spent;

/**
 * Takes visitors to the OpenID provider and back. What must be remembered meanwhile is in a signed cookie
 * {@code state.begun.to}; nonce and verifier are made from the state with the site's key, so that the browser never holds
 * them.
 */
final class SignIn {
  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);
  private static final String COOKIE = "sign-in";
  private static final Duration WITHIN = Duration.ofMinutes(10);
  private static final int MOST_CODE = 4096;
  private static final int PARTS = 3;
  /** The pages that one may come back to; nothing else, least of all another site. */
  private static final Pattern OWN = Pattern.compile("/(security|restaurants/[A-Za-z0-9_-]{1,80}(#write)?)?");
  private static final FormField NAME = new FormField("name", "Name", 40, false);

  private record Begun(String state, Instant at, String to) {}

  private final OpenIdProvider provider;
  private final Signer signer;
  private final Sessions sessions;
  private final SignedCookies cookies;
  private final Spent answered;
  private final Clock clock;
  private final Pages pages;

  /** @param answered the states of sign-ins that came back already */
  SignIn(OpenIdProvider provider, Signer signer, Sessions sessions, Edge edge, Spent answered, Clock clock,
      Pages pages) {
    this.provider = provider;
    this.signer = signer;
    this.sessions = sessions;
    this.cookies = new SignedCookies(signer, edge);
    this.answered = answered;
    this.clock = clock;
    this.pages = pages;
  }

  void begin(RoutingContext ctx) {
    var begun = new Begun(signer.nonce(), clock.instant(), wish(ctx));
    provider.authorize(attempt(begun.state())).onSuccess(address -> {
      cookies.write(ctx, COOKIE, begun.state() + '.' + begun.at().getEpochSecond() + '.'
          + Base64.getUrlEncoder().withoutPadding().encodeToString(begun.to().getBytes(StandardCharsets.UTF_8)),
          WITHIN);
      SiteRouter.seeOther(ctx, address.toString());
    }).onFailure(failure -> fail(ctx, failure));
  }

  /** The page of this site that the visitor wants to come back to. */
  static String wish(RoutingContext ctx) {
    String wish = ctx.request().getParam("to", "/");
    return OWN.matcher(wish).matches() ? wish : "/";
  }

  /** The provider sent the browser back. Nothing of the answer is believed before its state is found to be ours. */
  void callback(RoutingContext ctx) {
    Begun begun = begun(ctx).filter(ours -> ours.state().equals(ctx.request().getParam("state")))
        .filter(ours -> answered.spend(ours.state(), ours.at().plus(WITHIN), clock.instant()))
        .orElseThrow(() -> Refusal.SIGN_IN_STALE.refused());
    cookies.drop(ctx, COOKIE);
    String code = ctx.request().getParam("code", "");
    String from = ctx.request().getParam("iss", provider.issuer()); // RFC 9207
    if (code.isEmpty() || code.length() > MOST_CODE || !from.equals(provider.issuer())) {
      throw Refusal.SIGN_IN_REFUSED.refused();
    }
    provider.redeem(attempt(begun.state()), code).onSuccess(person -> {
      sessions.signIn(ctx, new Person(person.id(), name(person)));
      SiteRouter.seeOther(ctx, begun.to());
    }).onFailure(failure -> fail(ctx, failure));
  }

  /** Takes the form whose token was checked. */
  void signOut(RoutingContext ctx) {
    sessions.end(ctx);
    SiteRouter.seeOther(ctx, "/signed-out");
  }

  void signedOut(RoutingContext ctx) {
    provider.endSession().otherwise(Optional.empty()).onSuccess(end -> pages.show(ctx, 200, "signed-out",
        "You are signed out", Map.of("endSession", end.map(URI::toString).orElse(""))))
        .onFailure(ctx::fail);
  }

  /** As much of the account's name as can be shown. */
  private static String name(Person person) {
    String name = NAME.tidy(person.name());
    return NAME.fault(name).isEmpty() ? name : "Guest";
  }

  private Attempt attempt(String state) {
    return new Attempt(state, signer.sign("sign-in nonce", state), signer.sign("sign-in verifier", state));
  }

  private Optional<Begun> begun(RoutingContext ctx) {
    return cookies.read(ctx, COOKIE).map(text -> text.split("\\.", -1)).filter(parts -> parts.length == PARTS)
        .map(parts -> new Begun(parts[0], Instant.ofEpochSecond(Long.parseLong(parts[1])),
            new String(Base64.getUrlDecoder().decode(parts[2]), StandardCharsets.UTF_8)))
        .filter(begun -> begun.at().plus(WITHIN).isAfter(clock.instant()));
  }

  private static void fail(RoutingContext ctx, Throwable failure) {
    switch (failure) {
      case SignInRefused refused -> {
        LOG.warn("a sign-in was refused: {}", refused.getMessage());
        ctx.fail(Refusal.SIGN_IN_REFUSED.refused());
      }
      case ProviderUnreachable unreachable -> {
        LOG.warn("{}", unreachable.getMessage());
        ctx.fail(Refusal.PROVIDER_UNREACHABLE.refused());
      }
      default -> ctx.fail(failure);
    }
  }
}
