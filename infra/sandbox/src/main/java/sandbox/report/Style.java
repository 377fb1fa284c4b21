package sandbox.report;

/**
 * How the container log is written.
 *
 * @param twiceFailed one failed start is logged by two lines that end in {@code failing site start}, 51 ms apart on Azure
 *     (old wording only)
 */
public record Style(Wording wording, AppOutput output, boolean twiceFailed) {
  public static Style usual() {
    return new Style(Wording.OLD, AppOutput.SET_APART, false);
  }

  public Style wording(Wording other) {
    return new Style(other, output, twiceFailed);
  }

  public Style output(AppOutput other) {
    return new Style(wording, other, twiceFailed);
  }

  public Style twiceFailed(boolean on) {
    return new Style(wording, output, on);
  }
}
