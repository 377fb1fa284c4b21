package relay.app;

import java.time.Instant;

/** A stop sign on an app for automatic causes: who set it (a person, or {@code relay}), why, and when. */
public record Hold(String who, String why, Instant since) {
  private static final String RELAY = "relay";
  private static final String CHANGED = "someone else changed the image from ";

  /** The relay's own stop sign, after somebody else changed the image. */
  public static Hold drift(ConfiguredImage expected, ConfiguredImage found, Instant now) {
    return new Hold(RELAY, inWords(expected, found), now);
  }

  public static String inWords(ConfiguredImage expected, ConfiguredImage found) {
    return CHANGED + expected + " to " + found;
  }

  /** Whether it is such a one, and so ends with the drift. */
  public boolean isDrift() {
    return who.equals(RELAY) && why.startsWith(CHANGED);
  }
}
