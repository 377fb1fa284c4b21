package relay.image;

import java.util.Optional;

/** What an image runs on, {@code linux/amd64}. Without variants: App Service for Linux has none. */
public record Platform(String os, String architecture) {
  public static final Platform LINUX_AMD64 = new Platform("linux", "amd64");

  /** Empty when {@code text} is not {@code os/architecture}. */
  public static Optional<Platform> parse(String text) {
    int slash = text.indexOf('/');
    return text.matches("[a-z0-9]+/[a-z0-9]+")
        ? Optional.of(new Platform(text.substring(0, slash), text.substring(slash + 1)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return os + "/" + architecture;
  }
}
