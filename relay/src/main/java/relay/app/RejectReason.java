package relay.app;

import relay.health.Unhealthy;

/** Why a digest is not tried again on this app until a person lifts that. */
public sealed interface RejectReason {
  /** It failed by its own fault in that rollout. */
  record Failed(long rollout, Unhealthy why) implements RejectReason {}

  /** A person rolled back from it; {@code text} is the reason given. */
  record LeftByRollback(long rollout, String text) implements RejectReason {}

  /** Stable: clients, alerts and runbooks depend on it. */
  default String code() {
    return switch (this) {
      case Failed(_, var why) -> why.code();
      case LeftByRollback _ -> "left-by-rollback";
    };
  }
}
