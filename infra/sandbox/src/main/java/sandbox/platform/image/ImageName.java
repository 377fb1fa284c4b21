package sandbox.platform.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code linuxFxVersion} names after {@code DOCKER|}.
 *
 * @param reference a tag or a digest ({@code sha256:...})
 */
public record ImageName(String host, String repository, String reference) {
  private static final Pattern DOCKER = Pattern.compile("(?i:DOCKER)\\|(?<host>[A-Za-z0-9.-]+(:\\d{1,5})?)/"
      + "(?<repository>[a-z0-9]+([._/-]+[a-z0-9]+)*)(@(?<digest>sha256:[0-9a-f]{64})|:(?<tag>\\w[\\w.-]{0,127}))?");

  /** Empty when the text names no image of a registry; a missing tag means {@code latest}, as it does to Docker. */
  public static Optional<ImageName> parse(String linuxFxVersion) {
    Matcher match = DOCKER.matcher(linuxFxVersion);
    if (!match.matches()) {
      return Optional.empty();
    }
    String digest = match.group("digest");
    String tag = match.group("tag");
    return Optional.of(
        new ImageName(match.group("host"), match.group("repository"),
            digest != null ? digest : tag != null ? tag : "latest"));
  }

  boolean isDigest() {
    return reference.startsWith("sha256:");
  }

  /** Images of Microsoft's own registry, such as the quickstart page, are built in: nothing leaves this machine. */
  public boolean isBuiltIn() {
    return host.equalsIgnoreCase("mcr.microsoft.com");
  }

  @Override
  public String toString() {
    return host + "/" + repository + (isDigest() ? "@" : ":") + reference;
  }
}
