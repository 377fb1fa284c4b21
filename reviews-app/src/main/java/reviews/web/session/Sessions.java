package reviews.web.session;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import reviews.signin.Person;
import reviews.web.edge.Edge;

/**
 * Sessions without a server's memory: the cookie {@code id.since.person.signature} is all there is, so that any instance
 * can serve any visitor. Only sessions that were ended by signing out are remembered.
 */
public final class Sessions {
  /** How long a session lasts: from its last form, or from signing in. */
  static final Duration LIFETIME = Duration.ofHours(12);
  private static final String NAME = "session";
  private static final int PARTS = 4;

  private final Signer signer;
  private final Clock clock;
  private final SignedCookies cookies;
  private final Spent ended;

  /** @param ended sessions that were signed out of */
  public Sessions(Signer signer, Clock clock, Edge edge, Spent ended) {
    this.signer = signer;
    this.clock = clock;
    this.cookies = new SignedCookies(signer, edge);
    this.ended = ended;
  }

  /** The genuine session that is neither too old nor ended; empty otherwise. */
  public Optional<Session> of(RoutingContext ctx) {
    if (ctx.get(NAME) instanceof Session begun) {
      return Optional.of(begun);
    }
    return cookies.read(ctx, NAME).map(text -> text.split("\\.", -1)).filter(parts -> parts.length == PARTS - 1)
        .map(parts -> new Session(parts[0], Instant.ofEpochSecond(Long.parseLong(parts[1])), person(parts[2])))
        .filter(session -> session.since().plus(LIFETIME).isAfter(clock.instant()))
        .filter(session -> !ended.contains(session.id()));
  }

  /** The visitor's session; begins one, or renews that of a visitor who is not signed in. */
  public Session begin(RoutingContext ctx) {
    Session before = of(ctx).orElseGet(() -> new Session(signer.nonce(), clock.instant(), Optional.empty()));
    return before.person().isPresent() ? before : keep(ctx, new Session(before.id(), now(), Optional.empty()));
  }

  /** A new session with a new id, so that one that was planted before signing in is worth nothing after it. */
  public void signIn(RoutingContext ctx, Person person) {
    keep(ctx, new Session(signer.nonce(), now(), Optional.of(person)));
  }

  /** Ends it here for everybody who holds a copy of the cookie. */
  public void end(RoutingContext ctx) {
    of(ctx).ifPresent(session -> ended.spend(session.id(), session.since().plus(LIFETIME), clock.instant()));
    ctx.remove(NAME);
    cookies.drop(ctx, NAME);
  }

  private Instant now() {
    return Instant.ofEpochSecond(clock.instant().getEpochSecond());
  }

  private Session keep(RoutingContext ctx, Session session) {
    ctx.put(NAME, session);
    cookies.write(ctx, NAME, session.id() + '.' + session.since().getEpochSecond() + '.' + text(session.person()),
        LIFETIME);
    return session;
  }

  private static String text(Optional<Person> person) {
    return person.map(known -> Base64.getUrlEncoder().withoutPadding().encodeToString(
        new JsonObject().put("id", known.id()).put("name", known.name()).encode().getBytes(StandardCharsets.UTF_8)))
        .orElse("");
  }

  private static Optional<Person> person(String text) { // signed, so ours
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new JsonObject(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8)))
            .map(json -> new Person(json.getString("id"), json.getString("name")));
  }
}
