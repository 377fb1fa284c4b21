package relay.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import relay.api.ApiToken.Role;
import relay.http.Guard;
import relay.http.Problem;
import relay.http.ProblemException;

/**
 * Who may use the API: the holders of tokens. While no token is configured, whoever sits at this machine may look, and
 * act where the configuration says so. Foreign web pages may do neither.
 */
public final class Authentication {
  private static final String BEARER = "bearer ";
  private static final Set<String> SAME_PAGE = Set.of("same-origin", "none");

  private final ApiAccess access;
  private final SignIns signIns;

  public Authentication(ApiAccess access, SignIns signIns) {
    this.access = access;
    this.signIns = signIns;
  }

  /** Lets in callers of that role or a higher one; what writes nothing needs no more than {@code VIEWER}. */
  public Guard atLeast(Role role) {
    return ctx -> admit(ctx, role);
  }

  /** Viewers may look, operators may act. */
  Guard byMethod() {
    return ctx -> admit(ctx, looksOnly(ctx.request()) ? Role.VIEWER : Role.OPERATOR);
  }

  private void admit(RoutingContext ctx, Role needed) {
    HttpServerRequest request = ctx.request();
    Caller caller = access.tokens().isEmpty() ? local(request) : holder(request);
    if (caller.role().compareTo(needed) < 0) {
      throw forbidden(access.tokens().isEmpty()
          ? "no API token is configured, so this machine may look but not act; make one with relay token new, or set api.local"
          : "this needs the role " + needed.name().toLowerCase(Locale.ROOT));
    }
    if (!looksOnly(request) && isFromAnotherPage(request)) {
      throw forbidden("requests from other web pages are not taken");
    }
    signIns.admitted();
    caller.enter(ctx);
  }

  private static boolean looksOnly(HttpServerRequest request) {
    return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
  }

  /** Compared with every token, however early one matches. */
  private Caller holder(HttpServerRequest request) {
    String header = Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION)).orElse("");
    byte[] hash = header.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? sha256(header.substring(BEARER.length()).trim())
        : new byte[0];
    Optional<Caller> found = Optional.empty();
    for (ApiToken token : access.tokens()) {
      if (MessageDigest.isEqual(HexFormat.of().parseHex(token.sha256()), hash)) {
        found = Optional.of(new Caller(token.name(), token.role()));
      }
    }
    if (found.isEmpty()) {
      signIns.failed(request);
    }
    return found.orElseThrow(() -> new ProblemException(new Problem.UnknownSender()));
  }

  /**
   * A proxy on this machine would make strangers look local, and so would a name of theirs that resolves to it. One that adds
   * no header cannot be told from a person, so to be local is enough for a look only, unless the configuration says more.
   */
  private Caller local(HttpServerRequest request) {
    boolean local = isLoopback(request.localAddress()) && isLoopback(request.remoteAddress())
        && !Forwarding.shows(request.headers()) && namesThisMachine(request);
    if (!local) {
      throw forbidden("no API token is configured, so only this machine itself is served");
    }
    return new Caller("local", access.local() ? Role.ADMIN : Role.VIEWER);
  }

  static boolean isLoopback(@Nullable SocketAddress address) {
    return address != null && address.hostAddress() != null
        && InetAddress.ofLiteral(address.hostAddress()).isLoopbackAddress();
  }

  private static boolean namesThisMachine(HttpServerRequest request) {
    String host = hostOf(Optional.ofNullable(request.getHeader(HttpHeaders.HOST)).orElse("")).toLowerCase(Locale.ROOT);
    return host.equals("localhost") || host.endsWith(".localhost") || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }

  private static String hostOf(String authority) {
    return authority.replaceFirst(":\\d*$", "");
  }

  private static boolean isFromAnotherPage(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    String site = request.getHeader("Sec-Fetch-Site");
    boolean foreignOrigin = origin != null
        && !origin.replaceFirst("^https?://", "").equalsIgnoreCase(request.getHeader(HttpHeaders.HOST));
    return foreignOrigin || (site != null && !SAME_PAGE.contains(site));
  }

  private ProblemException forbidden(String detail) {
    signIns.forbidden();
    return new ProblemException(new Problem.Forbidden(detail));
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
