package reviews.web.form;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import reviews.restaurants.Submission;
import reviews.web.problem.Problem;
import reviews.web.problem.Refusal;
import reviews.web.session.Sessions;
import reviews.web.session.Signer;

/**
 * Lets only forms pass that this site showed to the same visitor: each carries a token {@code nonce.signature} that is
 * bound to the visitor's session.
 */
public final class FormGuard {
  static final String TOKEN = "token";
  /** A field that no person sees; programs that fill in everything give themselves away. */
  static final String TRAP = "website";
  /** What each form holds beside its own fields. */
  public static final Set<String> FIELDS = Set.of(TOKEN, TRAP);
  private static final Set<String> OTHERS = Set.of("cross-site", "same-site");

  private final Signer signer;
  private final Sessions sessions;

  public FormGuard(Signer signer, Sessions sessions) {
    this.signer = signer;
    this.sessions = sessions;
  }

  /** A token for a form on the page that answers {@code ctx}; begins or renews the visitor's session. */
  public String newToken(RoutingContext ctx) {
    String id = sessions.begin(ctx).id();
    String nonce = signer.nonce();
    return nonce + '.' + signer.sign("form", id + '.' + nonce);
  }

  /**
   * Refuses what a browser says to come from another site, before its body is read.
   *
   * @throws Problem.Refused when it does
   */
  public static void refuseForeign(RoutingContext ctx) {
    String site = ctx.request().getHeader("Sec-Fetch-Site");
    if (site != null && OTHERS.contains(site)) {
      throw Refusal.FORM_NOT_OURS.refused();
    }
  }

  /**
   * Refuses who has no session, before the body is read.
   *
   * @throws Problem.Refused when there is none
   */
  public void refuseStrangers(RoutingContext ctx) {
    if (sessions.of(ctx).isEmpty()) {
      throw Refusal.FORM_NOT_OURS.refused();
    }
  }

  /**
   * Checks the token of a form that was sent, and names the sending: the same form sent twice with the same content is
   * one submission.
   *
   * @throws Problem.Refused when the token is missing, forged, or another session's, or the form was filled in by a program
   */
  public Submission check(RoutingContext ctx) {
    MultiMap form = ctx.request().formAttributes();
    String[] token = String.valueOf(form.get(TOKEN)).split("\\.", -1);
    String id = sessions.of(ctx).orElseThrow(() -> Refusal.FORM_NOT_OURS.refused()).id();
    if (token.length != 2 || !signer.isSigned("form", id + '.' + token[0], token[1])) {
      throw Refusal.FORM_NOT_OURS.refused();
    }
    if (!Objects.requireNonNullElse(form.get(TRAP), "").isBlank()) {
      throw Refusal.LOOKS_LIKE_SPAM.refused();
    }
    return new Submission(token[0] + '.' + digest(ctx, form));
  }

  private static String digest(RoutingContext ctx, MultiMap form) {
    var text = new StringBuilder(ctx.request().path());
    form.forEach((name, value) -> text.append('\0').append(name).append('\0').append(value));
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8)), 0,
              16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
