package reviews.web;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Headers of every answer. The pages hold no script and no inline style, so nothing of the kind is allowed. */
final class SecurityHeaders implements Handler<RoutingContext> {
  private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
      + "base-uri 'none'; frame-ancestors 'none'";
  private static final String FEATURES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

  private final Edge edge;

  SecurityHeaders(Edge edge) {
    this.edge = edge;
  }

  @Override
  public void handle(RoutingContext ctx) {
    ctx.response().putHeader("Content-Security-Policy", POLICY).putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY").putHeader("Referrer-Policy", "same-origin")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin").putHeader("Permissions-Policy", FEATURES);
    if (edge.overTls(ctx)) {
      ctx.response().putHeader("Strict-Transport-Security", "max-age=31536000");
    }
    ctx.next();
  }
}
