package relay.app;

/** Why automatic rollouts of an app wait. */
public sealed interface HoldReason {
  /** A person's own words. */
  record Manual(String text) implements HoldReason {}

  /** Someone else changed the image; ends when the app is again what it is expected to be. */
  record Drift(ConfiguredImage expected, ConfiguredImage found) implements HoldReason {}

  /** A person rolled back: the next push must not undo that. */
  record AfterRollback(long rollout, String text) implements HoldReason {}

  /** A rollout failed and nothing showed whose fault it was. */
  record UnknownFailure(long rollout) implements HoldReason {}

  /** Stable: clients, alerts and runbooks depend on it. */
  default String code() {
    return switch (this) {
      case Manual _ -> "manual";
      case Drift _ -> "drift";
      case AfterRollback _ -> "after-rollback";
      case UnknownFailure _ -> "unknown-failure";
    };
  }
}
