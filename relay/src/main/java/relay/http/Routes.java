package relay.http;

import io.vertx.ext.web.Router;

/** What one feature serves. The servers know features only as this. */
@FunctionalInterface
public interface Routes {
  /** Called once, before the server listens. */
  void addTo(Router router);
}
