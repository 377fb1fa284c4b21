package relay.http;

import io.vertx.ext.web.Router;

/** The routes of one feature: all that the servers know of it. */
@FunctionalInterface
public interface Routes {
  /** Called once, before the server listens. */
  void addTo(Router router);
}
