package reviews.web;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Headers of every answer. The pages hold no script and no inline style, so nothing of the kind is allowed. */
final class SecurityHeaders implements Handler<RoutingContext> {
  private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
      + "base-uri 'none'; frame-ancestors 'none'";

  @Override
  public void handle(RoutingContext ctx) {
    ctx.response().putHeader("Content-Security-Policy", POLICY).putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY").putHeader("Referrer-Policy", "same-origin")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    if (behindTls(ctx)) {
      ctx.response().putHeader("Strict-Transport-Security", "max-age=31536000");
    }
    ctx.next();
  }

  /** App Service ends TLS in front of the container and says so; on a laptop there is none. */
  static boolean behindTls(RoutingContext ctx) {
    String forwarded = ctx.request().getHeader("X-Forwarded-Proto");
    return ctx.request().isSSL()
        || (forwarded != null && forwarded.split(",", 2)[0].strip().equalsIgnoreCase("https"));
  }
}
