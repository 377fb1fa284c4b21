package reviews.upload;

import java.time.Duration;
import java.util.Set;

/**
 * What one form may send.
 *
 * @param fields names of its text fields; any other is refused
 * @param photo name of the field for a file; empty for none
 * @param text bytes of all text fields together, their names included
 * @param body bytes of the whole body
 * @param within from its headers to its last byte
 */
public record FormLimits(Set<String> fields, String photo, int text, long body, Duration within) {
  /** Files in one form: one more than is taken, so that two are told as a fault of the form. */
  static final int MOST_FILES = 2;

  public FormLimits {
    fields = Set.copyOf(fields);
  }
}
