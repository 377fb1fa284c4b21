package relay.api;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.List;
import relay.http.Guard;
import relay.http.Routes;
import relay.intake.Inbox;
import relay.rollout.act.Operations;
import relay.rollout.record.Journal;

/** The operators' API under {@code /api/v1}; relay/docs/api.md lists what it serves. */
public final class Api implements Routes {
  private final Guard guard;
  private final List<Routes> parts;

  public Api(Vertx vertx, List<ManagedApp> apps, Journal journal, Inbox inbox, Authentication authentication,
      Operations operations) {
    var workers = new Workers(vertx);
    var known = new Apps(apps, journal);
    this.guard = authentication.byMethod();
    this.parts = List.of(new LookRoutes(known, journal, inbox, workers),
        new ActRoutes(known, operations, workers));
  }

  @Override
  public void addTo(Router router) {
    router.route("/api/v1/*").handler(ctx -> {
      guard.check(ctx);
      ctx.next();
    });
    parts.forEach(part -> part.addTo(router));
  }
}
