package relay.rollout;

/** Why a rollout exists. */
public sealed interface Cause {
  /** Somebody asked, and said why: then holds, rejections and the order of versions do not stand in the way. */
  sealed interface Asked extends Cause {
    String who();

    String reason();
  }

  /** A push that delivery {@code delivery} told of. */
  record Pushed(long delivery, String tag) implements Cause {}

  /** A person asked for an image. */
  record Deploy(String who, String reason) implements Asked {}

  /** A person asked to go back. */
  record Rollback(String who, String reason) implements Asked {}

  /** A person asked to keep what somebody else deployed past the relay: it is pinned and proven like anything else. */
  record Adopt(String who, String reason) implements Asked {}

  /** A person asked, or the app's settings say ({@code who} is then {@code relay}), to undo what somebody else did. */
  record Revert(String who, String reason) implements Asked {}

  /** The registry or the app was found other than last seen. */
  record Reconciled(String found) implements Cause {}

  /** An earlier rollout failed through its surroundings; this is try {@code attempt}, the first being 1. */
  record Retried(RolloutId earlier, int attempt) implements Cause {}

  default boolean manual() {
    return this instanceof Asked;
  }

  /** Whether it answers a change by somebody else, so that its end is the end of that drift too. */
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
