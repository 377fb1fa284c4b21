package relay.coordination;

import java.util.function.Supplier;
import relay.app.AppName;

/** Keeps two decisions on one app from being made side by side. */
public interface DecisionLock {
  /**
   * Runs {@code decision}, from looking at the app to the commit of what follows, while nobody else decides on that app.
   * Blocks. Not reentrant for another app.
   */
  <T> T exclusively(AppName app, Supplier<T> decision);
}
