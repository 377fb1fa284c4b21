package relay.coordination;

import relay.app.AppName;

/** Wakes whoever waits for news. Hints only: missing one costs time, the journal knows what is to be done. */
public interface WakeUps {
  /** There may be something to do for the loops of this app. Never waits; an unknown app is ignored. */
  void wake(AppName app);
}
