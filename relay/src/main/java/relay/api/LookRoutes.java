package relay.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.http.Routes;
import relay.intake.Inbox;
import relay.rollout.RolloutId;
import relay.rollout.record.Journal;

/** What only looks: apps, rollouts, deliveries. */
final class LookRoutes implements Routes {
  private final Apps apps;
  private final Journal journal;
  private final Inbox inbox;
  private final Workers workers;

  LookRoutes(Apps apps, Journal journal, Inbox inbox, Workers workers) {
    this.apps = apps;
    this.journal = journal;
    this.inbox = inbox;
    this.workers = workers;
  }

  @Override
  public void addTo(Router router) {
    router.get("/api/v1/apps").handler(this::listApps);
    router.get("/api/v1/apps/:app").handler(this::showApp);
    router.get("/api/v1/apps/:app/image").handler(this::showImage);
    router.get("/api/v1/rollouts").handler(this::listRollouts);
    router.get("/api/v1/rollouts/:id").handler(this::showRollout);
    router.get("/api/v1/deliveries").handler(this::listDeliveries);
    router.get("/api/v1/deliveries/:id").handler(this::showDelivery);
  }

  private void listApps(RoutingContext ctx) {
    Answers.ok(ctx, workers.run(
        () -> new JsonObject().put("apps", new JsonArray(apps.all().stream().map(apps::view).toList()))));
  }

  private void showApp(RoutingContext ctx) {
    ManagedApp app = apps.named(ctx);
    Answers.ok(ctx, workers.run(() -> apps.view(app)));
  }

  private void showImage(RoutingContext ctx) {
    ManagedApp app = apps.named(ctx);
    Answers.ok(ctx, workers.run(() -> {
      var record = journal.record(app.settings().name());
      return record.configured()
          .map(live -> AppJson.image(live, record.liveTag().filter(_ -> record.live().equals(record.configured()))))
          .orElseThrow(() -> notFound("the app was not seen yet, or what it runs is not known"));
    }));
  }

  private void listRollouts(RoutingContext ctx) {
    Asked.onlyQuery(ctx, Set.of("app", "limit"));
    var app = Asked.queriedApp(ctx);
    int limit = Asked.limit(ctx);
    Answers.ok(ctx, workers.run(() -> {
      app.ifPresent(apps::requireKnown);
      return new JsonObject().put("rollouts",
          new JsonArray(journal.history(app, limit).stream().map(RolloutJson::of).toList()));
    }));
  }

  private void showRollout(RoutingContext ctx) {
    RolloutId id = Asked.pathRollout(ctx);
    Answers.ok(ctx, workers.run(() -> journal.rollout(id)
        .map(rollout -> RolloutJson.with(rollout, journal.timeline(id)))
        .orElseThrow(() -> notFound("there is no rollout " + id))));
  }

  private void listDeliveries(RoutingContext ctx) {
    Asked.onlyQuery(ctx, Set.of("limit"));
    Answers.ok(ctx, inbox.deliveries(Asked.limit(ctx)).map(found -> new JsonObject().put("deliveries",
        new JsonArray(found.stream().map(DeliveryJson::of).toList()))));
  }

  private void showDelivery(RoutingContext ctx) {
    String id = ctx.pathParam("id");
    if (id == null || !id.matches("\\d{1,18}")) {
      throw notFound("no such delivery");
    }
    Answers.ok(ctx, inbox.delivery(Long.parseLong(id))
        .map(found -> found.map(DeliveryJson::withBody).orElseThrow(() -> notFound("no such delivery"))));
  }

  private static ProblemException notFound(String detail) {
    return new ProblemException(new Problem.NotFound(detail));
  }
}
