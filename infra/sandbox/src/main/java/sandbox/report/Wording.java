package sandbox.report;

/** The generations of App Service's container log. */
public enum Wording {
  /** Until 2025: each line names a level, the engine's command line and {@code failing site start}. */
  OLD,
  /** Since 2025: bare sentences, as {@code Site startup probe failed after 230 seconds.} */
  NEW,
  /** The same between lines of state, action and last error, as the platform's own log has them in 2026. */
  NEW_WITH_STATES
}
