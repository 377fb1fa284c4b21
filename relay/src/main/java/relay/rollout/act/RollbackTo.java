package relay.rollout.act;

import relay.rollout.RolloutId;

/** Where a person wants to go back to. */
public sealed interface RollbackTo {
  /** What ran before. */
  record Before() implements RollbackTo {}

  /** What that rollout proved. */
  record BroughtBy(RolloutId rollout) implements RollbackTo {}

  /** That digest, whole or short. */
  record Exactly(String digest) implements RollbackTo {}

  /**
   * A rollout's number or a digest, as it was typed. Digits alone mean the rollout of the app that has this number; where
   * there is none, and they are enough of them, the digest that begins so.
   */
  record Typed(String text) implements RollbackTo {
    /** Whether it can be either. */
    public static boolean isOne(String text) {
      return isNumber(text) || KnownDigests.isDigest(text);
    }

    static boolean isNumber(String text) {
      return text.matches("\\d{1,18}");
    }
  }
}
