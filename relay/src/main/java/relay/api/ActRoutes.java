package relay.api;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import relay.app.Actor;
import relay.app.AppSettings;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.http.Routes;
import relay.image.ImageReference;
import relay.rollout.DesiredImage;
import relay.rollout.RolloutId;
import relay.rollout.act.Accepted;
import relay.rollout.act.KnownDigests;
import relay.rollout.act.OperationRefusedException;
import relay.rollout.act.OperationRefusedException.Code;
import relay.rollout.act.Operations;
import relay.rollout.act.RollbackTo;

/** What a person does, as HTTP has it. */
final class ActRoutes implements Routes {
  private static final String NO_REASON = "no reason given";
  private static final String REASON = "reason";

  private final Apps apps;
  private final Operations operations;
  private final Workers workers;

  ActRoutes(Apps apps, Operations operations, Workers workers) {
    this.apps = apps;
    this.operations = operations;
    this.workers = workers;
  }

  @Override
  public void addTo(Router router) {
    router.post("/api/v1/apps/:app/deploy").handler(this::deploy);
    router.post("/api/v1/apps/:app/rollback").handler(this::rollback);
    router.post("/api/v1/apps/:app/adopt").handler(this::adopt);
    router.post("/api/v1/apps/:app/revert").handler(this::revert);
    router.post("/api/v1/apps/:app/hold").handler(this::hold);
    router.post("/api/v1/apps/:app/release").handler(this::release);
    router.post("/api/v1/apps/:app/unreject").handler(this::unreject);
    router.post("/api/v1/rollouts/:id/cancel").handler(this::cancel);
    router.post("/api/v1/rollouts/:id/retry").handler(this::retry);
  }

  private void deploy(RoutingContext ctx) {
    AppSettings app = apps.named(ctx).settings();
    Actor by = by(ctx);
    accepted(ctx, Asked.of(ctx, Set.of("tag", "digest", REASON, "acceptNoRollbackTarget")).compose(asked -> {
      String reason = asked.reasonOr(NO_REASON);
      boolean accept = asked.flag("acceptNoRollbackTarget");
      Optional<String> tag = asked.text("tag");
      Optional<String> digest = asked.text("digest").map(text -> requireDigest("digest", text));
      if (tag.isPresent() == digest.isPresent()) {
        throw Asked.malformed("name either a tag or a digest");
      }
      if (digest.isPresent()) {
        return run(() -> operations.deployDigest(app, by, reason, digest.get(), accept));
      }
      DesiredImage tagged = tagged(app, tag.orElseThrow());
      return run(() -> operations.deploy(app, by, reason, tagged, accept));
    }));
  }

  private static DesiredImage tagged(AppSettings app, String tag) {
    if (ImageReference.isTag(tag)) {
      return new DesiredImage.ByTag(app.repository().tagged(tag), Optional.empty());
    }
    throw Asked.malformed("tag is none that a registry can hold");
  }

  private static String requireDigest(String member, String text) {
    if (KnownDigests.isDigest(text)) {
      return text;
    }
    throw Asked.malformed(member + " must be sha256: and 64 lower-case hex digits, or the first 6 or more of them");
  }

  private void rollback(RoutingContext ctx) {
    AppSettings app = apps.named(ctx).settings();
    Actor by = by(ctx);
    accepted(ctx, Asked.of(ctx, Set.of("to", REASON, "keepLeft")).compose(asked -> {
      String reason = asked.reason();
      boolean keepLeft = asked.flag("keepLeft");
      RollbackTo to = to(asked);
      return run(() -> operations.rollback(app, by, reason, to, keepLeft));
    }));
  }

  private static RollbackTo to(Asked asked) {
    if (!asked.has("to")) {
      return new RollbackTo.Before();
    }
    return asked.number("to").<RollbackTo>map(id -> new RollbackTo.BroughtBy(new RolloutId(id)))
        .orElseGet(() -> new RollbackTo.Typed(asked.text("to").filter(RollbackTo.Typed::isOne)
            .orElseThrow(() -> Asked.malformed("to must be a rollout's id or a digest"))));
  }

  private void adopt(RoutingContext ctx) {
    AppSettings app = apps.named(ctx).settings();
    Actor by = by(ctx);
    accepted(ctx, Asked.of(ctx, Set.of(REASON)).compose(asked -> {
      String reason = asked.reason();
      return run(() -> operations.adopt(app, by, reason));
    }));
  }

  private void revert(RoutingContext ctx) {
    AppSettings app = apps.named(ctx).settings();
    Actor by = by(ctx);
    accepted(ctx, Asked.of(ctx, Set.of(REASON)).compose(asked -> {
      String reason = asked.reason();
      return run(() -> operations.revert(app, by, reason));
    }));
  }

  private void cancel(RoutingContext ctx) {
    Actor by = by(ctx);
    RolloutId id = Asked.pathRollout(ctx);
    accepted(ctx, Asked.of(ctx, Set.of(REASON)).compose(asked -> {
      String reason = asked.reasonOr(NO_REASON);
      return run(() -> operations.cancel(id, by, reason));
    }));
  }

  private void retry(RoutingContext ctx) {
    Actor by = by(ctx);
    RolloutId id = Asked.pathRollout(ctx);
    accepted(ctx, Asked.of(ctx, Set.of(REASON)).compose(asked -> {
      String reason = asked.reasonOr(NO_REASON);
      return run(() -> {
        apps.requireConfigured(id);
        return operations.retry(id, by, reason);
      });
    }));
  }

  private void hold(RoutingContext ctx) {
    ManagedApp app = apps.named(ctx);
    Actor by = by(ctx);
    Answers.ok(ctx, Asked.of(ctx, Set.of(REASON)).compose(asked -> {
      String reason = asked.reason();
      return run(() -> {
        operations.hold(app.settings(), by, reason);
        return apps.view(app);
      });
    }));
  }

  private void release(RoutingContext ctx) {
    ManagedApp app = apps.named(ctx);
    Actor by = by(ctx);
    Answers.ok(ctx, Asked.of(ctx, Set.of(REASON)).compose(asked -> {
      String reason = asked.reasonOr(NO_REASON);
      return run(() -> {
        operations.release(app.settings(), by, reason);
        return apps.view(app);
      });
    }));
  }

  private void unreject(RoutingContext ctx) {
    ManagedApp app = apps.named(ctx);
    Actor by = by(ctx);
    Answers.ok(ctx, Asked.of(ctx, Set.of("digest", REASON)).compose(asked -> {
      String digest = requireDigest("digest",
          asked.text("digest").orElseThrow(() -> Asked.malformed("digest is missing")));
      String reason = asked.reasonOr(NO_REASON);
      return run(() -> {
        var _ = operations.unreject(app.settings(), by, reason, digest);
        return apps.view(app);
      });
    }));
  }

  private static Actor by(RoutingContext ctx) {
    return new Actor.Person(Caller.of(ctx).name());
  }

  private static void accepted(RoutingContext ctx, Future<Accepted> act) {
    Answers.accepted(ctx, act.map(accepted -> RolloutJson.of(accepted.rollout()).put("joined", accepted.joined())));
  }

  private <T> Future<T> run(Callable<T> act) {
    return workers.run(act).recover(fault -> Future.failedFuture(
        fault instanceof OperationRefusedException refused ? problem(refused) : fault));
  }

  private static ProblemException problem(OperationRefusedException refused) {
    String sentence = String.valueOf(refused.getMessage());
    return new ProblemException(refused.code() == Code.NO_SUCH_ROLLOUT
        ? new Problem.NotFound(sentence)
        : new Problem.Conflict(refused.code().word(), sentence));
  }
}
