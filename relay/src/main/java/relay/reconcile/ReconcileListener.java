package relay.reconcile;

import java.time.Instant;
import relay.app.AppName;
import relay.rollout.record.ImageRole;

/** Hears what reconciliation finds, for metrics. On the reconciling thread; must not block or throw. */
public interface ReconcileListener {
  /** How a round over one registry ended. */
  enum Round {
    WHOLE,
    /** Something could not be asked; the next round tries again. */
    PARTIAL,
    /** The registry gave no answer, so the round was broken off and the next one comes later. */
    BROKEN_OFF
  }

  /** What found a push that no event had reported. */
  enum By {
    TAGS,
    LOG
  }

  void round(String registry, Round end, Instant at);

  void found(String registry, By by);

  void atRisk(AppName app, ImageRole role, boolean atRisk);

  void fault(String registry, HookFault fault, boolean there);
}
