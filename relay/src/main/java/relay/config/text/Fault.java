package relay.config.text;

/**
 * One thing that is wrong with the configuration.
 *
 * @param path of the setting in the file, {@code apps[0].health.deadline}; empty for the file as a whole
 * @param problem what is wrong, with the value unless that is a secret
 * @param remedy what to write instead
 */
public record Fault(String path, String problem, String remedy) {
  /** The fault in one line, whatever the value holds. */
  public String line() {
    String line = (path.isEmpty() ? "" : path + ": ") + problem + (remedy.isEmpty() ? "" : "; " + remedy);
    return line.replaceAll("\\p{Cntrl}", "?");
  }

  @Override
  public String toString() {
    return line();
  }
}
