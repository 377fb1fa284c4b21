package relay.config.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the configuration is judged against: the environment and the machine's file systems.
 *
 * @param fileSystem the type of the file system that holds a folder ({@code ext4}, {@code nfs4}); empty when unknown
 */
public record Surroundings(Map<String, String> env, Function<Path, Optional<String>> fileSystem) {
  public Surroundings {
    env = Map.copyOf(env);
  }

  public static Surroundings ofThisMachine() {
    return new Surroundings(System.getenv(), Surroundings::typeOf);
  }

  /** The App Service site that the relay itself runs on; empty elsewhere. */
  public Optional<String> ownSite() {
    return value("WEBSITE_SITE_NAME");
  }

  /** A variable of the environment; empty when it is not set or blank. */
  public Optional<String> value(String variable) {
    return Optional.ofNullable(env.get(variable)).filter(value -> !value.isBlank());
  }

  private static Optional<String> typeOf(Path folder) {
    try {
      return Optional.of(Files.getFileStore(folder).type());
    } catch (IOException unknown) {
      return Optional.empty(); // judged by what can be known; opening the journal will tell the rest
    }
  }

  /** The variables may hold secrets. */
  @Override
  public String toString() {
    return "Surroundings[" + env.size() + " variables]";
  }
}
