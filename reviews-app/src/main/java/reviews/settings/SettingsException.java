package reviews.settings;

import java.util.List;

/** The environment cannot be used; every fault is named at once, a secret never by value. */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient List<String> faults;

  public SettingsException(List<String> faults) {
    super(String.join("; ", faults));
    this.faults = List.copyOf(faults);
  }

  /** One sentence per fault. */
  public List<String> faults() {
    return faults;
  }
}
