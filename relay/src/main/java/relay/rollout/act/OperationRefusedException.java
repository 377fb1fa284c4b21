package relay.rollout.act;

import relay.image.Repository;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;

/** Understood, but not possible as things stand; nothing was done. The message is one sentence for the caller. */
public final class OperationRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Stable: clients depend on it. */
  public enum Code {
    NO_SUCH_ROLLOUT("no-such-rollout"),
    SETTLED("settled"),
    NOT_SETTLED("not-settled"),
    NOT_PROVEN("not-proven"),
    NOTHING_PROVEN("nothing-proven"),
    NOTHING_EXPECTED("nothing-expected"),
    NOT_REJECTED("not-rejected"),
    UNKNOWN_DIGEST("unknown-digest"),
    AMBIGUOUS_DIGEST("ambiguous-digest");

    private final String word;

    Code(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  private final Code code;

  private OperationRefusedException(Code code, String sentence) {
    super(sentence, null, false, false);
    this.code = code;
  }

  public Code code() {
    return code;
  }

  static OperationRefusedException noSuchRollout(RolloutId id) {
    return new OperationRefusedException(Code.NO_SUCH_ROLLOUT, "there is no rollout " + id);
  }

  static OperationRefusedException settled(Rollout rollout) {
    return new OperationRefusedException(Code.SETTLED,
        "rollout " + rollout.id() + " is over: " + rollout.state().label());
  }

  static OperationRefusedException notSettled(Rollout rollout) {
    return new OperationRefusedException(Code.NOT_SETTLED,
        "rollout " + rollout.id() + " is under way: " + rollout.state().label());
  }

  static OperationRefusedException notProven(Rollout rollout) {
    return new OperationRefusedException(Code.NOT_PROVEN, "rollout " + rollout.id() + " did not end healthy");
  }

  static OperationRefusedException nothingProven() {
    return new OperationRefusedException(Code.NOTHING_PROVEN,
        "there is no digest proven here that is neither live nor rejected; name the one to go back to");
  }

  static OperationRefusedException nothingExpected() {
    return new OperationRefusedException(Code.NOTHING_EXPECTED,
        "no digest is known that this app should run; name one: deploy or rollback");
  }

  static OperationRefusedException notRejected() {
    return new OperationRefusedException(Code.NOT_REJECTED, "that digest is not rejected here");
  }

  static OperationRefusedException unknownDigest(String prefix, Repository repository) {
    return new OperationRefusedException(Code.UNKNOWN_DIGEST,
        "no digest of " + repository + " that begins with " + prefix + " is known here; write it whole");
  }

  static OperationRefusedException ambiguousDigest(String prefix) {
    return new OperationRefusedException(Code.AMBIGUOUS_DIGEST,
        "more than one digest known here begins with " + prefix + "; write more of it");
  }
}
