package relay.rollout;

import java.time.Instant;
import java.util.Optional;
import relay.app.ConfiguredImage;
import relay.health.Blame;
import relay.health.Evidence;
import relay.image.PinnedImage;

/** Where one rollout stands; ARCHITECTURE.md draws the graph that these methods spell out. */
public sealed interface RolloutState {
  /** Over: nothing will be done any more, but for the recovery of {@link Stuck}. */
  sealed interface Settled extends RolloutState {}

  /** Under way. */
  sealed interface Active extends RolloutState {}

  /** The app was not touched yet, so any end is possible and none of them writes. */
  sealed interface Untouched extends Active {
    default Refused refused(String why) { return new Refused(why); }

    default Unchanged unchanged(String why) { return new Unchanged(why); }

    default Superseded superseded(RolloutId by) { return new Superseded(by, Optional.empty()); }

    default Cancelled cancelled(String who, String why) { return new Cancelled(who, why); }

    default Waiting waiting(String cause) { return new Waiting(cause); }
  }

  /** The app may already run the target, so the only way out other than success takes the way back. */
  sealed interface Touched extends Active {
    Change change();

    default Restoring giveUp(Blame blame, String why, Instant since) {
      return new Restoring(change(), blame, why, since);
    }

    /** Somebody else changed the image meanwhile: the relay does not write over it. */
    default Stuck changedBySomeoneElse(ConfiguredImage found) {
      return new Stuck(change(), Blame.UNKNOWN, "changed by someone else: the app now names " + found);
    }
  }

  /** Opened and saved; not looked at yet. */
  record Queued() implements Untouched {
    public Checking check() { return new Checking(); }
  }

  /** Something must happen first; {@code cause} says what (a hold). */
  record Waiting(String cause) implements Untouched {
    public Checking check() { return new Checking(); }
  }

  /** The image and the app are being looked at; nothing is written. */
  record Checking() implements Untouched {
    public Applying apply(Change change, Instant since) { return new Applying(change, since); }
  }

  /** The write is announced, and may have happened. */
  record Applying(Change change, Instant since) implements Touched {
    public Proving applied(Instant deadline) { return new Proving(change, since, deadline); }
  }

  /** The target is configured; whether it answers and is well is not known yet. */
  record Proving(Change change, Instant since, Instant deadline) implements Touched {
    public Soaking proven(Evidence evidence, Instant until) { return new Soaking(change, evidence, until); }

    /** A person's rollback or deploy takes over; its way back is an image proven before. */
    public Superseded superseded(RolloutId by) {
      return new Superseded(by, Optional.of(change.target()));
    }
  }

  /** Proven, and watched for a while longer. */
  record Soaking(Change change, Evidence evidence, Instant until) implements Touched {
    public Healthy healthy() { return new Healthy(change.target(), evidence); }

    public Superseded superseded(RolloutId by) { return new Superseded(by, Optional.of(change.target())); }
  }

  /** On the way back; {@code why} and {@code blame} say what sent it there. */
  record Restoring(Change change, Blame blame, String why, Instant since) implements Active {
    public RolledBack restored(String how) { return new RolledBack(change, blame, why, how); }

    public Stuck stuck(String error) { return new Stuck(change, blame, why + "; then " + error); }
  }

  /** The target answers and is well, and {@code evidence} says how that is known. */
  record Healthy(PinnedImage live, Evidence evidence) implements Settled {}

  /** The way back was restored and answers as it did; a failure all the same. */
  record RolledBack(Change change, Blame blame, String why, String how) implements Settled {}

  /** The way back failed too, or cannot be told: a person must look. */
  record Stuck(Change change, Blame blame, String why) implements Settled {
    /** A later probe found the app well on its way back. */
    public RolledBack recovered(String how) {
      return new RolledBack(change, blame, why, "recovered: " + how);
    }
  }

  /** Not done, for a reason found before the app was touched. */
  record Refused(String why) implements Settled {}

  /** Nothing to do, or nothing allowed to be done ({@code observe}); the app was not touched. */
  record Unchanged(String why) implements Settled {}

  /** A newer candidate took over; {@code left} is what the app was left with, empty when it was not touched. */
  record Superseded(RolloutId by, Optional<PinnedImage> left) implements Settled {}

  /** A person stopped it before the app was touched. */
  record Cancelled(String who, String why) implements Settled {}

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
}
