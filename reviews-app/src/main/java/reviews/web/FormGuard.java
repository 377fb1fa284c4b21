package reviews.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import reviews.restaurants.Submission;
import reviews.settings.Secret;

/**
 * Lets only forms pass that this site showed to the same visitor. The session is a signed cookie
 * {@code id.issued.signature}; each form carries a token {@code nonce.signature} that is bound to that session.
 */
final class FormGuard {
  static final String COOKIE = "session";
  static final String TOKEN = "token";
  /** How long after a form was shown it may be sent. */
  static final Duration LIFETIME = Duration.ofHours(12);

  private final Signer signer;
  private final Clock clock;

  FormGuard(Secret key, Clock clock) {
    this.signer = new Signer(key);
    this.clock = clock;
  }

  /** A token for a form on the page that answers {@code ctx}; begins or renews the visitor's session. */
  String newToken(RoutingContext ctx) {
    String id = session(ctx).orElseGet(signer::nonce);
    String text = id + '.' + clock.instant().getEpochSecond();
    ctx.response()
        .addCookie(Cookie.cookie(COOKIE, text + '.' + signer.sign("session", text)).setPath("/").setHttpOnly(true)
            .setSameSite(CookieSameSite.LAX).setSecure(SecurityHeaders.behindTls(ctx))
            .setMaxAge(LIFETIME.toSeconds()));
    String nonce = signer.nonce();
    return nonce + '.' + signer.sign("form", id + '.' + nonce);
  }

  /**
   * Checks the token of a form that was sent, and names the sending: the same form sent twice with the same content is
   * one submission.
   *
   * @throws Problem.Refused when the token is missing, forged, or another session's
   */
  Submission check(RoutingContext ctx) {
    String[] token = String.valueOf(ctx.request().getFormAttribute(TOKEN)).split("\\.", -1);
    String id = session(ctx).orElseThrow(() -> new Problem.FormNotOurs().refused());
    if (token.length != 2 || !signer.isSigned("form", id + '.' + token[0], token[1])) {
      throw new Problem.FormNotOurs().refused();
    }
    return new Submission(token[0] + '.' + digest(ctx));
  }

  /** The id of a genuine session that is not too old; empty otherwise. */
  private Optional<String> session(RoutingContext ctx) {
    Cookie cookie = ctx.request().getCookie(COOKIE);
    String[] parts = cookie == null ? new String[0] : cookie.getValue().split("\\.", -1);
    if (parts.length != 3 || !signer.isSigned("session", parts[0] + '.' + parts[1], parts[2])) {
      return Optional.empty();
    }
    Instant issued = Instant.ofEpochSecond(Long.parseLong(parts[1])); // genuine, so a number
    return issued.plus(LIFETIME).isBefore(clock.instant()) ? Optional.empty() : Optional.of(parts[0]);
  }

  private static String digest(RoutingContext ctx) {
    var text = new StringBuilder(ctx.request().path());
    ctx.request().formAttributes().forEach((name, value) -> text.append('\0').append(name).append('\0').append(value));
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8)), 0,
              16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
