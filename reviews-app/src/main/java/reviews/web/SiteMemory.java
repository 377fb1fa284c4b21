package reviews.web;

/** What the pages must not forget when they are made anew, as they are when a secret changes while the site runs. */
public final class SiteMemory {
  private final Spent endedSessions = new Spent();
  private final Spent answeredSignIns = new Spent();

  Spent endedSessions() {
    return endedSessions;
  }

  Spent answeredSignIns() {
    return answeredSignIns;
  }
}
