package relay.image;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The host of a registry, with its port if that is not HTTPS's own. Hosts have several spellings; every image and
 * repository holds the canonical one, so that two names of the same place are equal.
 */
public final class RegistryHost {
  /** Where images without a host come from. */
  static final String DOCKER_HUB = "docker.io";
  static final String FORM = "(?<registry>[a-z0-9][a-z0-9.-]{0,252}(:\\d{1,5})?)";
  private static final Pattern CANONICAL = Pattern.compile(FORM);
  private static final String HTTPS_PORT = ":443";
  private static final String OLD_DOCKER_HUB = "index.docker.io";

  private RegistryHost() {}

  /** {@code host} in lower case and without {@code :443}; Docker Hub under its present name. Never fails. */
  public static String canonical(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    String plain = lower.endsWith(HTTPS_PORT) ? lower.substring(0, lower.length() - HTTPS_PORT.length()) : lower;
    return plain.equals(OLD_DOCKER_HUB) ? DOCKER_HUB : plain;
  }

  /** Whether {@code canonical} can be a host with or without a port. */
  static boolean isHost(String canonical) {
    return CANONICAL.matcher(canonical).matches();
  }

  /**
   * Whether Docker takes the part of an image's name that stands before the first slash for a host, rather than for the
   * first folder of a repository at Docker Hub.
   */
  static boolean isMeantAsHost(String first) {
    return first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equalsIgnoreCase("localhost");
  }
}
