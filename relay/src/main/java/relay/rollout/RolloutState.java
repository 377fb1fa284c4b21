package relay.rollout;

import java.time.Instant;
import java.util.Optional;
import relay.app.ConfiguredImage;
import relay.health.Blame;
import relay.health.Evidence;
import relay.image.Digest;

/**
 * Where one rollout stands. Each legal move is a method of the state it leaves:
 *
 * <pre>
 * {@link Queued} → {@link Checking} ⇄ {@link Waiting} → {@link Applying} → {@link Proving} → {@link Soaking} → {@link Healthy}
 *   any {@link Untouched} → {@link Refused} | {@link Unchanged} | {@link Superseded} | {@link Cancelled}
 *   {@link Applying} → {@link Refused}                       Azure refused the write, nothing was changed
 *   any {@link Touched} → {@link Restoring} → {@link RolledBack} | {@link Stuck}
 *   any {@link Touched} → {@link Stuck}                      someone else changed the image
 *   {@link Proving}, {@link Soaking} → {@link Superseded}    in the transaction in which the successor becomes Applying
 *   {@link Stuck} → {@link RolledBack}                       a later probe finds the app well on its rollback target
 * </pre>
 */
public sealed interface RolloutState {
  /** Over: nothing will be done any more, but for the recovery of {@link Stuck}. */
  sealed interface Settled extends RolloutState {}

  /** Under way. */
  sealed interface Active extends RolloutState {}

  /** The app was not touched yet, so any end is possible and none of them writes. */
  sealed interface Untouched extends Active {
    /** {@code image}: the digest that was looked at; empty when it did not come to that. */
    default Refused refused(Refusal why, Optional<Digest> image) {
      return new Refused(why, image);
    }

    default Unchanged unchanged(NoChange why) {
      return new Unchanged(why);
    }

    default Superseded superseded(RolloutId by) {
      return new Superseded(by, Optional.empty());
    }

    default Cancelled cancelled(StopRequest why) {
      return new Cancelled(why);
    }

    default Waiting waiting(WaitReason why) {
      return new Waiting(why);
    }
  }

  /** A state that knows its change: the app was, or may have been, touched. */
  sealed interface Changing extends RolloutState {
    Change change();
  }

  /** The app may already run the target, so the only way out other than success takes the rollback target. */
  sealed interface Touched extends Active, Changing {
    default Restoring giveUp(Blame blame, Failure why, Instant since) {
      return new Restoring(change(), blame, why, since);
    }

    /** Someone else changed the image meanwhile: the relay does not write over it. */
    default Stuck changedBySomeoneElse(ConfiguredImage found) {
      return new Stuck(change(), Blame.UNKNOWN, new Failure.ChangedBySomeoneElse(found), Optional.empty());
    }
  }

  /** Opened and saved; not looked at yet. */
  record Queued() implements Untouched {
    public Checking check() {
      return new Checking();
    }
  }

  /** Something must happen first. */
  record Waiting(WaitReason why) implements Untouched {
    public Checking check() {
      return new Checking();
    }
  }

  /** The image and the app are being looked at; nothing is written. */
  record Checking() implements Untouched {
    public Applying apply(Change change, Instant since) {
      return new Applying(change, since);
    }
  }

  /** The write is announced, and may have happened. */
  record Applying(Change change, Instant since) implements Touched {
    public Proving applied() {
      return new Proving(change, since);
    }

    /** Azure refused the write and still shows what ran before: the app was not touched. */
    public Refused notWritten(Refusal why) {
      return new Refused(why, Optional.of(change.target().digest()));
    }
  }

  /** The target is configured; whether it answers and is well is not known yet. {@code since}: no later than the write. */
  record Proving(Change change, Instant since) implements Touched {
    public Soaking proven(Evidence evidence, Instant at) {
      return new Soaking(change, evidence, at);
    }

    public Superseded superseded(RolloutId by) {
      return new Superseded(by, Optional.of(change));
    }
  }

  /** Proven, and watched for a while longer. */
  record Soaking(Change change, Evidence evidence, Instant since) implements Touched {
    public Healthy healthy() {
      return new Healthy(change, evidence);
    }

    public Superseded superseded(RolloutId by) {
      return new Superseded(by, Optional.of(change));
    }
  }

  /** Returning to the rollback target; {@code why} and {@code blame} say what sent it there. */
  record Restoring(Change change, Blame blame, Failure why, Instant since) implements Active, Changing {
    public RolledBack restored(Restored how) {
      return new RolledBack(change, blame, why, how);
    }

    public Stuck stuck(Failure then) {
      return new Stuck(change, blame, why, Optional.of(then));
    }
  }

  /** The target answers and is well, and {@code evidence} says how that is known. */
  record Healthy(Change change, Evidence evidence) implements Settled, Changing {}

  /** The rollback target was restored and answers as it did; a failure all the same. */
  record RolledBack(Change change, Blame blame, Failure why, Restored how) implements Settled, Changing {}

  /** The rollback target failed too, or what runs is not the relay's: a person must look. {@code then}: what failed last. */
  record Stuck(Change change, Blame blame, Failure why, Optional<Failure> then) implements Settled, Changing {
    /** A later probe found the app well on its rollback target. */
    public RolledBack recovered(Restored how) {
      return new RolledBack(change, blame, why, how);
    }

    /** The failure that left it stuck. */
    public Failure last() {
      return then.orElse(why);
    }
  }

  /**
   * Not done, for a reason found before the app was touched.
   *
   * @param image the digest that the reason concerns, which a tag may have named in place of the one asked for; empty when none
   *     was looked at
   */
  record Refused(Refusal why, Optional<Digest> image) implements Settled {}

  /** Nothing to do, or nothing allowed to be done; the app was not touched. */
  record Unchanged(NoChange why) implements Settled {}

  /** A newer rollout took over; {@code left} is what it did to the app, empty when it was not touched. */
  record Superseded(RolloutId by, Optional<Change> left) implements Settled {}

  /** A person stopped it before the app was touched. */
  record Cancelled(StopRequest why) implements Settled {}

  /** The bounded word for the state in metrics, API and records: its name in lower case, words joined by hyphens. */
  default String label() {
    return switch (this) {
      case Queued _ -> "queued";
      case Waiting _ -> "waiting";
      case Checking _ -> "checking";
      case Applying _ -> "applying";
      case Proving _ -> "proving";
      case Soaking _ -> "soaking";
      case Restoring _ -> "restoring";
      case Healthy _ -> "healthy";
      case RolledBack _ -> "rolled-back";
      case Stuck _ -> "stuck";
      case Refused _ -> "refused";
      case Unchanged _ -> "unchanged";
      case Superseded _ -> "superseded";
      case Cancelled _ -> "cancelled";
    };
  }

  /** What it did, or may have done, to the app; empty while or when the app was not touched. */
  default Optional<Change> changed() {
    return switch (this) {
      case Changing changing -> Optional.of(changing.change());
      case Superseded(_, var left) -> left;
      case Untouched _ -> Optional.empty();
      case Refused _ -> Optional.empty();
      case Unchanged _ -> Optional.empty();
      case Cancelled _ -> Optional.empty();
    };
  }

  /** The digest that it came to; empty while that is not decided, and when it was not found out. */
  default Optional<Digest> digest() {
    return switch (this) {
      case Refused(_, var image) -> image;
      case Unchanged(var why) -> why.digest();
      default -> changed().map(change -> change.target().digest());
    };
  }

  /** The stable code of the reason for this state; empty where the state says it all. */
  default Optional<String> code() {
    return switch (this) {
      case Waiting(var why) -> Optional.of(why.code());
      case Restoring restoring -> Optional.of(restoring.why().code());
      case Healthy healthy -> Optional.of(healthy.evidence().code());
      case RolledBack back -> Optional.of(back.why().code());
      case Stuck stuck -> Optional.of(stuck.last().code());
      case Refused(var why, _) -> Optional.of(why.code());
      case Unchanged(var why) -> Optional.of(why.code());
      case Cancelled(var why) -> Optional.of(why.rollback() ? "rolled-back-by-person" : "cancelled");
      case Superseded _ -> Optional.of("superseded");
      case Queued _,Checking _,Touched _ -> Optional.empty();
    };
  }
}
