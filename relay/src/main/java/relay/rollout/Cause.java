package relay.rollout;

/** Why a rollout exists. */
public sealed interface Cause {
  /** A push that delivery {@code delivery} told of. */
  record Pushed(long delivery, String tag) implements Cause {}
  /** A person asked for an image. */
  record Deploy(String who, String reason) implements Cause {}
  /** A person asked to go back. */
  record Rollback(String who, String reason) implements Cause {}
  /** The registry or the app was found other than last seen. */
  record Reconciled(String found) implements Cause {}
  /** An earlier rollout failed through its surroundings; this is try {@code attempt}, the first being 1. */
  record Retried(RolloutId earlier, int attempt) implements Cause {}

  /** Whether a person asked: then holds, rejections and the order of versions do not stand in the way. */
  default boolean manual() {
    return this instanceof Deploy || this instanceof Rollback;
  }
  /** The bounded word for it in metrics, API and records. */
  default String label() {
    return switch (this) {
      case Pushed _ -> "push";
      case Deploy _ -> "deploy";
      case Rollback _ -> "rollback";
      case Reconciled _ -> "reconcile";
      case Retried _ -> "retry";
    };
  }
}
