package relay.http;

import io.vertx.ext.web.RoutingContext;

/** Decides whether a request may proceed. On the event loop: it must not wait. */
@FunctionalInterface
public interface Guard {
  /** Returns if it may, and throws a {@link ProblemException} if it may not. */
  void check(RoutingContext ctx);
}
