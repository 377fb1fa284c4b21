package relay.simulation;

import java.util.function.Supplier;
import relay.app.AppName;
import relay.coordination.DecisionLock;

/** One lock for all apps, at which threads of the simulation wait. */
final class BatonLock implements DecisionLock {
  private final Baton baton;
  private boolean held;

  BatonLock(Baton baton) {
    this.baton = baton;
  }

  @Override
  public <T> T exclusively(AppName app, Supplier<T> decision) {
    while (held) {
      baton.giveWay();
    }
    held = true;
    try {
      return decision.get();
    } finally {
      held = false;
    }
  }
}
