package relay.app;

import java.util.regex.Pattern;

/** The name under which the configuration lists an app; stands in metrics, URLs and records. */
public record AppName(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?");

  /** @throws IllegalArgumentException unless lower-case letters, digits and inner hyphens, at most 60 */
  public AppName {
    if (!isName(value)) {
      throw new IllegalArgumentException("not an app name: lower-case letters, digits, inner hyphens, at most 60");
    }
  }

  public static boolean isName(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
