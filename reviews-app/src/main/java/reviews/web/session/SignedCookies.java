package reviews.web.session;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import reviews.web.edge.Edge;

/**
 * Cookies that only this site can make, out of reach of scripts and of other sites' requests. Over TLS they are
 * {@code Secure} and their name begins with {@code __Host-}, so that no other host of the domain can plant one.
 */
public final class SignedCookies {
  private final Signer signer;
  private final Edge edge;

  public SignedCookies(Signer signer, Edge edge) {
    this.signer = signer;
    this.edge = edge;
  }

  /** What was signed; empty when there is no such cookie or it is not ours. */
  public Optional<String> read(RoutingContext ctx, String name) {
    return Optional.ofNullable(ctx.request().getCookie(full(ctx, name))).map(Cookie::getValue).flatMap(value -> {
      int dot = value.lastIndexOf('.');
      return dot > 0 && signer.isSigned(name, value.substring(0, dot), value.substring(dot + 1))
          ? Optional.of(value.substring(0, dot))
          : Optional.empty();
    });
  }

  /** Sets a cookie that this site will know again; replaces the one of that name. */
  public void write(RoutingContext ctx, String name, String text, Duration lifetime) {
    add(ctx, name, text + '.' + signer.sign(name, text), lifetime);
  }

  /** Has the browser forget the cookie. Safe to repeat. */
  public void drop(RoutingContext ctx, String name) {
    add(ctx, name, "", Duration.ZERO);
  }

  private void add(RoutingContext ctx, String name, String value, Duration lifetime) {
    ctx.response().addCookie(Cookie.cookie(full(ctx, name), value).setPath("/").setHttpOnly(true)
        .setSameSite(CookieSameSite.LAX).setSecure(edge.overTls(ctx)).setMaxAge(lifetime.toSeconds()));
  }

  private String full(RoutingContext ctx, String name) {
    return edge.overTls(ctx) ? "__Host-" + name : name;
  }
}
