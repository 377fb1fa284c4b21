package relay.app;

import java.time.Instant;

/** A stop sign on an app: automatic causes are recorded and wait, a person's rollback or deploy still works. */
public record Hold(Actor by, HoldReason why, Instant since) {
  /** Whether it stands for a change by someone else, and so ends when that change does. */
  public boolean isDrift() {
    return why instanceof HoldReason.Drift;
  }

  /**
   * Whether {@code newer} takes its place: one that a person set outlasts one that ends by itself, and a newer drift
   * replaces an older one.
   */
  public boolean yieldsTo(Hold newer) {
    return rank(newer) > rank(this) || (isDrift() && newer.isDrift());
  }

  private static int rank(Hold hold) {
    return switch (hold.why()) {
      case HoldReason.Drift _ -> 0;
      case HoldReason.UnknownFailure _ -> 1;
      case HoldReason.AfterRollback _ -> 2;
      case HoldReason.Manual _ -> 3;
    };
  }
}
