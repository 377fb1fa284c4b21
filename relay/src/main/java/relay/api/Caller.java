package relay.api;

import io.vertx.ext.web.RoutingContext;
import relay.api.ApiToken.Role;
import relay.http.Problem;
import relay.http.ProblemException;

/** Who asks; {@code name} goes into the audit. */
record Caller(String name, Role role) {
  private static final String KEY = "relay.caller";

  /** The caller that {@link Authentication} let in. */
  static Caller of(RoutingContext ctx) {
    if (ctx.get(KEY) instanceof Caller caller) {
      return caller;
    }
    throw new ProblemException(new Problem.UnknownSender()); // a route without a guard serves nobody
  }

  void enter(RoutingContext ctx) {
    ctx.put(KEY, this);
  }
}
