package reviews.web.edge;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Optional;

/** Headers of every answer. The pages hold no script and no inline style, so nothing of the kind is allowed. */
public final class SecurityHeaders implements Handler<RoutingContext> {
  private static final String FEATURES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

  private final Edge edge;
  private final String policy;

  /** @param photos an address of a photo that browsers fetch elsewhere; empty where all come from this site */
  public SecurityHeaders(Edge edge, Optional<URI> photos) {
    this.edge = edge;
    this.policy = policy(photos);
  }

  @Override
  public void handle(RoutingContext ctx) {
    ctx.response().putHeader("Content-Security-Policy", policy).putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY").putHeader("Referrer-Policy", "same-origin")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin").putHeader("Permissions-Policy", FEATURES);
    if (edge.overTls(ctx)) {
      ctx.response().putHeader("Strict-Transport-Security", "max-age=31536000");
    }
    ctx.next();
  }

  /** Pictures may come from one more place where photos are public: its origin, nothing else of it. */
  static String policy(Optional<URI> photos) {
    String elsewhere = photos.map(address -> " " + address.getScheme() + "://" + address.getAuthority()).orElse("");
    return "default-src 'none'; style-src 'self'; img-src 'self'" + elsewhere
        + "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  }
}
