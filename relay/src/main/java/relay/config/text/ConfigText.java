package relay.config.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration as it was found, not yet read.
 *
 * @param origin where it came from, for people: a file's path, or {@code RELAY_CONFIG}
 */
public record ConfigText(String origin, String yaml) {
  public static final String FILE_VARIABLE = "RELAY_CONFIG_FILE";
  public static final String TEXT_VARIABLE = "RELAY_CONFIG";

  /**
   * Takes {@code option} (from {@code --config}) if present, else the file that {@code RELAY_CONFIG_FILE} names, else
   * the YAML text in {@code RELAY_CONFIG}, for platforms that give only settings.
   *
   * @throws ConfigException when there is none, or the file cannot be read as UTF-8 text of at most 1 MiB
   */
  public static ConfigText find(Optional<Path> option, Map<String, String> env) throws ConfigException {
    if (option.isPresent()) {
      return from(option.get());
    }
    String file = env.getOrDefault(FILE_VARIABLE, "");
    if (!file.isBlank()) {
      return from(Path.of(file));
    }
    String text = env.getOrDefault(TEXT_VARIABLE, "");
    if (!text.isBlank()) {
      return new ConfigText(TEXT_VARIABLE, text);
    }
    throw ConfigException.of("no configuration was given",
        "use --config FILE, or set " + FILE_VARIABLE + " to a file, or " + TEXT_VARIABLE + " to the YAML text itself");
  }

  private static ConfigText from(Path file) throws ConfigException {
    try {
      if (Files.size(file) > SettingsTree.MOST_CHARACTERS) {
        throw ConfigException.of(file + " is larger than 1 MiB", "a configuration is some kilobytes of YAML");
      }
      return new ConfigText(file.toString(), Files.readString(file));
    } catch (CharacterCodingException notText) {
      throw ConfigException.of(file + " is not UTF-8 text", "save it as UTF-8");
    } catch (NoSuchFileException missing) {
      throw ConfigException.of("there is no file " + file, "check its name, and from which folder it is meant");
    } catch (IOException unreadable) {
      throw ConfigException.of(file + " cannot be read", "it must be a file that the relay's user may read");
    }
  }
}
