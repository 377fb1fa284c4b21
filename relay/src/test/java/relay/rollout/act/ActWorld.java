package relay.rollout.act;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import relay.app.Actor;
import relay.app.AppName;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.app.HoldReason;
import relay.app.RollbackTarget;
import relay.coordination.DecisionLock;
import relay.health.Blame;
import relay.health.Evidence;
import relay.health.Expectation;
import relay.health.Grade;
import relay.health.HealthSettings;
import relay.health.ProofSettings;
import relay.health.Unhealthy;
import relay.image.Digest;
import relay.image.Platform;
import relay.image.Repository;
import relay.image.TagPolicy;
import relay.journal.JournalStore;
import relay.journal.engine.MemoryEngine;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.DesiredImage;
import relay.rollout.Failure;
import relay.rollout.NoChange;
import relay.rollout.Refusal;
import relay.rollout.Restored;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Applying;
import relay.rollout.StopRequest;
import relay.rollout.WaitReason;
import relay.rollout.record.Effect;
import relay.rollout.record.Journal;

/** An app in a journal in memory, with the operations over it: V1 and V2 were proven, V2 is live, V3 comes next. */
final class ActWorld {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final AppName APP = new AppName("web");
  static final Actor ANN = new Actor.Person("ann");
  static final Repository REPOSITORY = new Repository("shop.azurecr.io", "reviews");
  static final Digest V1 = digest("1");
  static final Digest V2 = digest("2");
  static final Digest V3 = digest("3");
  static final Digest V4 = digest("4");
  static final AppSettings SETTINGS = new AppSettings(APP, "/sites/web", "main", REPOSITORY,
      new TagPolicy.Exact("prod"), Platform.LINUX_AMD64, AppSettings.Mode.ACT, HealthSettings.at("/healthz"),
      ProofSettings.standard(), AppSettings.VaultGate.NO_WORSE, false, Duration.ofMinutes(5),
      AppSettings.Drift.ALERT);
  final JournalStore store = JournalStore.over(new MemoryEngine(), Clock.fixed(NOW, ZoneOffset.UTC));
  final Journal journal = store.journal();
  final List<AppName> woken = new ArrayList<>();
  /** What the operations ask of the journal, each with whether it was asked within a decision. */
  final List<Asked> asked = new ArrayList<>();
  /** Runs once, right before the operations ask the journal for this. */
  private Consumer<String> before = _ -> {};
  private boolean deciding;
  final Operations operations = new Operations(watched(), lock(), woken::add, () -> NOW);

  record Asked(String what, boolean deciding) {}

  private static Digest digest(String hex) {
    return new Digest("sha256:" + hex.repeat(64));
  }

  /** The app after its first two versions. */
  static ActWorld twoProven() {
    var world = new ActWorld();
    world.proven(V1, "1.0");
    world.proven(V2, "2.0");
    return world;
  }

  private DecisionLock lock() {
    return new DecisionLock() {
      @Override
      public <T> T exclusively(AppName app, Supplier<T> decision) {
        deciding = true;
        try {
          return decision.get();
        } finally {
          deciding = false;
        }
      }
    };
  }

  private Journal watched() {
    return (Journal) Proxy.newProxyInstance(Journal.class.getClassLoader(), new Class<?>[]{Journal.class},
        (_, method, args) -> {
          asked.add(new Asked(method.getName(), deciding));
          before.accept(method.getName());
          try {
            return method.invoke(journal, args);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  /** Something happens at the very moment in which a person's wish is about to be saved. */
  void meanwhile(Runnable happens) {
    before = what -> {
      if (what.equals("requestStop")) {
        before = _ -> {};
        happens.run();
      }
    };
  }

  Rollout proven(Digest digest, String tag) {
    Rollout opened = pushed(digest);
    return journal.save(opened, new RolloutState.Healthy(change(digest, digest, tag), evidence()), List.of(),
        List.of(live(digest, tag)));
  }

  Rollout pushed(Digest digest) {
    return journal.open(RolloutRequest.of(APP,
        new DesiredImage.ByTag(REPOSITORY.tagged("prod"), Optional.of(digest)), new Cause.Pushed(4, "prod")));
  }

  /** A push of V3 over V2 that stands in the state; what is live is as it would be then. */
  Rollout bringsV3(String label) {
    return enters(pushed(V3), label);
  }

  Rollout enters(Rollout rollout, String label) {
    RolloutState to = state(label);
    boolean wrote = Set.of("proving", "soaking", "restoring", "stuck", "healthy").contains(label);
    return label.equals("queued")
        ? rollout
        : journal.save(rollout, to, List.of(), wrote ? List.of(live(V3, "3.0")) : List.of());
  }

  static RolloutState state(String label) {
    var applying = new Applying(change(V2, V3, "3.0"), NOW);
    var unwell = new Failure.NotHealthy(new Unhealthy.UnwellAnswers(6, "503"));
    var restoring = applying.giveUp(Blame.IMAGE, unwell, NOW);
    var checking = new RolloutState.Checking();
    return switch (label) {
      case "queued" -> new RolloutState.Queued();
      case "waiting" -> checking.waiting(new WaitReason.OnHold(
          new Hold(ANN, new HoldReason.Manual("sale"), NOW)));
      case "checking" -> checking;
      case "applying" -> applying;
      case "proving" -> applying.applied();
      case "soaking" -> applying.applied().proven(evidence(), NOW);
      case "restoring" -> restoring;
      case "healthy" -> applying.applied().proven(evidence(), NOW).healthy();
      case "rolled-back" -> restoring.restored(new Restored(Grade.PROVEN, 3, true, false));
      case "stuck" -> restoring.stuck(new Failure.NoRollbackTarget());
      case "refused" -> checking.refused(new Refusal.AppStopped(), Optional.empty());
      case "unchanged" -> checking.unchanged(new NoChange.AlreadyLive(REPOSITORY.at(V3)));
      case "superseded" -> checking.superseded(new RolloutId(1));
      case "cancelled" -> checking.cancelled(StopRequest.cancel(ANN, "no"));
      default -> throw new IllegalArgumentException(label);
    };
  }

  static Change change(Digest from, Digest to, String tag) {
    return new Change(REPOSITORY.at(to), ConfiguredImage.of(REPOSITORY.at(from)),
        Optional.of(new RollbackTarget.Pinned(REPOSITORY.at(from))), Expectation.NOTHING, Expectation.NOTHING, true,
        Set.of(), Optional.of(tag), Optional.empty(), Optional.empty());
  }

  static Effect live(Digest digest, String tag) {
    return new Effect.Live(ConfiguredImage.of(REPOSITORY.at(digest)), Optional.of(tag));
  }

  private static Evidence evidence() {
    return new Evidence(Grade.PROVEN, new Evidence.Basis.Marks("abc", 3, 1));
  }

  static DesiredImage.ByDigest exactly(Digest digest) {
    return new DesiredImage.ByDigest(REPOSITORY.at(digest), Optional.empty());
  }

  void holds(HoldReason why) {
    journal.apply(APP, ANN, "x", List.of(new Effect.HoldApp(new Hold(ANN, why, NOW))));
  }

  Accepted rollback(RollbackTo to) {
    return operations.rollback(SETTINGS, ANN, "errors", to, false);
  }

  Accepted rollback() {
    return rollback(new RollbackTo.Before());
  }

  Accepted deploy(Digest digest) {
    return operations.deploy(SETTINGS, ANN, "hotfix", exactly(digest), false);
  }
}
