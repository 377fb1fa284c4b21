package relay.api;

import relay.app.AppName;

/** Told after the commit that something waits for the app's runner. */
@FunctionalInterface
public interface Nudge {
  /** On the event loop: it must not wait. Missing one costs time only, the journal knows what is to be done. */
  void nudge(AppName app);
}
