package sandbox.report;

/** Where the lines that a container prints end up. An app can print anything, the platform's own sentences too. */
public enum AppOutput {
  /** In the container log, two spaces after the time. */
  SET_APART,
  /** In the container log, one space after the time, as the platform's lines of the new wording are. */
  MIXED,
  /** In the container log without a time, as the further lines of a stack trace are. */
  BARE,
  /** In another log. */
  ELSEWHERE
}
