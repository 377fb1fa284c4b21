package reviews.web.session;

/** What the pages must not forget when they are made anew, as they are when a secret changes while the site runs. */
public final class SiteMemory {
  private final Spent endedSessions = new Spent();
  private final Spent answeredSignIns = new Spent();

  /** Sessions that were signed out before their time. */
  public Spent endedSessions() {
    return endedSessions;
  }

  /** Attempts to sign in that were answered, which must not be answered again. */
  public Spent answeredSignIns() {
    return answeredSignIns;
  }
}
