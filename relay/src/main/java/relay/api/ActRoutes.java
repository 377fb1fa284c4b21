package relay.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import relay.app.AppName;
import relay.app.Hold;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.http.Routes;
import relay.image.Digest;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Effect;
import relay.rollout.Journal;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState.Settled;

/** What a person does: it is recorded with who, when and why, and the app's runner is nudged after the commit. */
final class ActRoutes implements Routes {
  private static final String NO_REASON = "no reason given";

  private final Apps apps;
  private final Journal journal;
  private final Targets targets;
  private final Nudge nudge;
  private final Workers workers;
  private final Clock clock;

  ActRoutes(Apps apps, Journal journal, Nudge nudge, Workers workers, Clock clock) {
    this.apps = apps;
    this.journal = journal;
    this.targets = new Targets(journal);
    this.nudge = nudge;
    this.workers = workers;
    this.clock = clock;
  }

  @Override
  public void addTo(Router router) {
    router.post("/api/v1/apps/:app/deploy").handler(this::deploy);
    router.post("/api/v1/apps/:app/rollback").handler(this::rollback);
    router.post("/api/v1/apps/:app/adopt").handler(this::adopt);
    router.post("/api/v1/apps/:app/revert").handler(this::revert);
    router.post("/api/v1/apps/:app/hold").handler(this::hold);
    router.post("/api/v1/apps/:app/release").handler(this::release);
    router.post("/api/v1/apps/:app/forgive").handler(this::forgive);
    router.post("/api/v1/rollouts/:id/cancel").handler(this::cancel);
  }

  private void deploy(RoutingContext ctx) {
    ManagedApp app = apps.named(ctx);
    Caller caller = Caller.of(ctx);
    Answers.accepted(ctx, Asked.of(ctx, Set.of("tag", "digest", "reason", "acceptNoWayBack")).compose(asked -> {
      DesiredImage wanted = Targets.deployed(app, asked);
      var cause = new Cause.Deploy(caller.name(), asked.reasonOr(NO_REASON));
      boolean acceptNoWayBack = asked.flag("acceptNoWayBack");
      return workers.run(() -> journal.open(
          new RolloutRequest(app.settings().name(), wanted, cause, acceptNoWayBack, false, clock.instant())));
    }).map(this::opened));
  }

  private void rollback(RoutingContext ctx) {
    ManagedApp app = apps.named(ctx);
    Caller caller = Caller.of(ctx);
    Answers.accepted(ctx, Asked.of(ctx, Set.of("to", "reason", "keepLeft")).compose(asked -> {
      var cause = new Cause.Rollback(caller.name(), asked.reason());
      boolean keepLeft = asked.flag("keepLeft");
      return workers.run(() -> journal.open(new RolloutRequest(app.settings().name(),
          targets.rolledBackTo(app, asked), cause, false, keepLeft, clock.instant())));
    }).map(this::opened));
  }

  private void adopt(RoutingContext ctx) {
    answerDrift(ctx, Cause.Adopt::new, _ -> new DesiredImage.Adopted());
  }

  private void revert(RoutingContext ctx) {
    answerDrift(ctx, Cause.Revert::new, targets::expected);
  }

  private void answerDrift(RoutingContext ctx, BiFunction<String, String, Cause> cause,
      Function<AppName, DesiredImage> wanted) {
    AppName app = apps.named(ctx).settings().name();
    Caller caller = Caller.of(ctx);
    Answers.accepted(ctx, Asked.of(ctx, Set.of("reason")).compose(asked -> {
      Cause because = cause.apply(caller.name(), asked.reason());
      return workers.run(() -> journal.open(RolloutRequest.of(app, wanted.apply(app), because, clock.instant())));
    }).map(this::opened));
  }

  private JsonObject opened(Rollout rollout) {
    nudge.nudge(rollout.app());
    return RolloutJson.of(rollout);
  }

  private void hold(RoutingContext ctx) {
    Caller caller = Caller.of(ctx);
    ManagedApp app = apps.named(ctx);
    Answers.ok(ctx, Asked.of(ctx, Set.of("reason")).compose(asked -> {
      String reason = asked.reason();
      Instant now = clock.instant();
      return applied(app, caller, reason, new Effect.HoldApp(new Hold(caller.name(), reason, now)));
    }));
  }

  private void release(RoutingContext ctx) {
    Caller caller = Caller.of(ctx);
    ManagedApp app = apps.named(ctx);
    Answers.ok(ctx, Asked.of(ctx, Set.of("reason"))
        .compose(asked -> applied(app, caller, asked.reasonOr(NO_REASON), new Effect.ReleaseApp())));
  }

  private void forgive(RoutingContext ctx) {
    Caller caller = Caller.of(ctx);
    ManagedApp app = apps.named(ctx);
    Answers.ok(ctx, Asked.of(ctx, Set.of("digest", "reason")).compose(asked -> {
      Digest digest = asked.digest("digest").orElseThrow(() -> Asked.malformed("digest is missing"));
      String reason = asked.reasonOr(NO_REASON);
      return workers.run(() -> journal.memory(app.settings().name()).rejected().containsKey(digest))
          .compose(rejected -> rejected
              ? applied(app, caller, reason, new Effect.Forgive(digest))
              : Future.failedFuture(Targets.conflict("that digest is not rejected here")));
    }));
  }

  private Future<JsonObject> applied(ManagedApp app, Caller caller, String reason, Effect effect) {
    AppName name = app.settings().name();
    return workers.run(() -> {
      journal.apply(name, caller.name(), reason, List.of(effect));
      return apps.view(app);
    }).onSuccess(_ -> nudge.nudge(name));
  }

  private void cancel(RoutingContext ctx) {
    Caller caller = Caller.of(ctx);
    RolloutId id = Asked.pathRollout(ctx);
    Answers.accepted(ctx, Asked.of(ctx, Set.of("reason")).compose(asked -> {
      String reason = asked.reasonOr(NO_REASON);
      return workers.run(() -> wantCancel(id, caller.name(), reason));
    }).map(this::opened));
  }

  private Rollout wantCancel(RolloutId id, String who, String why) {
    Rollout rollout = journal.rollout(id)
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("no such rollout")));
    if (rollout.state() instanceof Settled) {
      throw Targets.conflict("rollout " + id + " is over");
    }
    journal.wantCancel(id, who, why);
    return rollout;
  }
}
