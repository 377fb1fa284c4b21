package relay.coordination;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import relay.app.AppName;

/** One process: one lock for all apps, since decisions take microseconds. */
public final class LocalDecisionLock implements DecisionLock {
  private final ReentrantLock one = new ReentrantLock();

  @Override
  public <T> T exclusively(AppName app, Supplier<T> decision) {
    one.lock();
    try {
      return decision.get();
    } finally {
      one.unlock();
    }
  }
}
