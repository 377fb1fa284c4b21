package relay.health;

/** One health request. Blocks until the answer or its time-out: never on an event loop. Follows no redirect. */
public interface Probe {
  /** Never throws for a network trouble: that is an answer too ({@link Answer.NoReply}). */
  Answer ask(String path) throws InterruptedException;
}
