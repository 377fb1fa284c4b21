package reviews.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The settings of one process, read once at start.
 *
 * @param port 0 lets the system choose
 * @param store the file of the embedded store
 * @param demo whether an empty store is filled with sample data
 * @param revision what this image was built from; {@code unknown} when the image does not say
 * @param instance the platform's name for this instance; {@code unknown} outside App Service
 * @param secrets every secret setting, in the order of {@link Setting}
 */
public record SiteSettings(int port, String host, Path store, boolean demo, String revision, String version,
    String instance, Map<Setting, SecretSetting> secrets) {

  public SiteSettings {
    secrets = Map.copyOf(secrets);
  }

  /**
   * Reads the environment. A missing or unresolved secret is no fault here: the site starts and says so.
   *
   * @param builtVersion used when {@code VERSION} is absent
   */
  public static SiteSettings from(Map<String, String> environment, String builtVersion) throws BadSettings {
    var faults = new ArrayList<String>();
    var secrets = new EnumMap<Setting, SecretSetting>(Setting.class);
    for (Setting setting : Setting.values()) {
      if (setting.isSecret()) {
        secrets.put(setting, SecretSetting.of(environment.get(setting.name())));
      }
    }
    String version = text(environment, Setting.VERSION);
    var settings = new SiteSettings(port(environment, faults), text(environment, Setting.HOST),
        store(environment, faults), demo(environment, faults), text(environment, Setting.REVISION),
        version.isEmpty() ? builtVersion : version, text(environment, Setting.WEBSITE_INSTANCE_ID), secrets);
    if (!faults.isEmpty()) {
      throw new BadSettings(faults);
    }
    return settings;
  }

  public SecretSetting secretKey() {
    return secrets.getOrDefault(Setting.SECRET_KEY, new SecretSetting.Missing());
  }

  private static String text(Map<String, String> environment, Setting setting) {
    String value = environment.getOrDefault(setting.name(), "").strip();
    return value.isEmpty() ? setting.standard() : value;
  }

  private static int port(Map<String, String> environment, List<String> faults) {
    String text = text(environment, Setting.PORT);
    if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65_535) {
      return Integer.parseInt(text);
    }
    faults.add("PORT is '" + text + "': give a number from 0 to 65535");
    return 0;
  }

  private static Path store(Map<String, String> environment, List<String> faults) {
    String text = text(environment, Setting.REVIEWS_STORE);
    try {
      return Path.of(text).toAbsolutePath();
    } catch (InvalidPathException e) {
      faults.add("REVIEWS_STORE is not a path: " + e.getReason());
      return Path.of("");
    }
  }

  private static boolean demo(Map<String, String> environment, List<String> faults) {
    String text = text(environment, Setting.DEMO);
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> {
        faults.add("DEMO is '" + text + "': give true or false");
        yield false;
      }
    };
  }
}
