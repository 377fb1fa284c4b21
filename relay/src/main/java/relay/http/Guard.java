package relay.http;

import io.vertx.ext.web.RoutingContext;

/** Decides whether a request may go on. On the event loop: it must not wait. */
@FunctionalInterface
public interface Guard {
  /** Returns when it may, and throws a {@link ProblemException} when it may not. */
  void check(RoutingContext ctx);
}
