package relay.config.text;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used. Holds every fault that was found, in the order of reading; none shows a secret. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  public ConfigException(List<Fault> faults) {
    super(faults.stream().map(Fault::line).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  static ConfigException of(String problem, String remedy) {
    return new ConfigException(List.of(new Fault("", problem, remedy)));
  }

  /** Never empty. */
  public List<Fault> faults() {
    return faults;
  }
}
