package relay.rollout;

import relay.app.Actor;

/** Why a rollout exists. */
public sealed interface Cause {
  /** Somebody asked, and said why: then holds, rejections and the order of versions do not stand in the way. */
  sealed interface Manual extends Cause {
    Actor by();

    String reason();
  }

  /** A push that delivery {@code delivery} reported. */
  record Pushed(long delivery, String tag) implements Cause {}

  /** A person asked for an image. */
  record Deploy(Actor by, String reason) implements Manual {}

  /** A person asked to go back. */
  record Rollback(Actor by, String reason) implements Manual {}

  /** A person asked to keep what someone else deployed past the relay: it is pinned and proven like anything else. */
  record Adopt(Actor by, String reason) implements Manual {}

  /** A person asked, or the app's settings say (then it is the relay), to undo what someone else did. */
  record Revert(Actor by, String reason) implements Manual {}

  /** Reconciliation found that the tag names something else than runs. */
  record Reconciled(Finding finding) implements Cause {}

  /** An earlier rollout failed through its surroundings; this is try {@code attempt}, the first retry being 1. */
  record Retried(RolloutId earlier, int attempt) implements Cause {}

  /** What reconciliation found. */
  enum Finding {
    /** No event reported it. */
    UNREPORTED,
    /** It was reported, and its earlier rollouts did not bring it. */
    STILL_DUE
  }

  /** Whether a person asked: such a rollout comes before any automatic one and waits for no hold. */
  default boolean manual() {
    return this instanceof Manual manual && manual.by() instanceof Actor.Person;
  }

  /** Whether it is the way out of a failure, or of what someone else did: nothing that it leads out of may close it. */
  default boolean goesBack() {
    return this instanceof Rollback || this instanceof Revert;
  }

  /** Whether it answers a change by someone else, so that its end is the end of that drift too. */
  default boolean endsDrift() {
    return this instanceof Adopt || this instanceof Revert;
  }

  /** The bounded word for it in metrics, API and records. */
  default String label() {
    return switch (this) {
      case Pushed _ -> "push";
      case Deploy _ -> "deploy";
      case Rollback _ -> "rollback";
      case Adopt _ -> "adopt";
      case Revert _ -> "revert";
      case Reconciled _ -> "reconcile";
      case Retried _ -> "retry";
    };
  }
}
