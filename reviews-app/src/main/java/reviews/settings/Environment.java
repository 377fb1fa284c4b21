package reviews.settings;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The process's environment as settings: each read gives a usable value and notes a fault where there is none. */
final class Environment {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Map<String, String> variables;
  private final Set<String> faults = new LinkedHashSet<>(); // a setting may be read for more than one purpose

  Environment(Map<String, String> variables) {
    this.variables = variables;
  }

  List<String> faults() {
    return List.copyOf(faults);
  }

  void fault(Setting setting, String what) {
    faults.add(setting + " " + what);
  }

  /** The value without space around, or the setting's standard; empty when there is neither. */
  String text(Setting setting) {
    String value = variables.getOrDefault(setting.name(), "").strip();
    return value.isEmpty() ? setting.standard() : value;
  }

  /** Empty when absent. */
  Optional<String> optional(Setting setting) {
    return Optional.of(text(setting)).filter(text -> !text.isEmpty());
  }

  /** Whether the variable holds anything, so that the setting's standard does not count. */
  boolean isSet(Setting setting) {
    return !variables.getOrDefault(setting.name(), "").isBlank();
  }

  SecretSetting secret(Setting setting) {
    return SecretSetting.of(setting, variables.get(setting.name()));
  }

  int number(Setting setting, int most) {
    String text = text(setting);
    if (text.matches("\\d{1,9}") && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    fault(setting, "is '" + text + "': give a number from 0 to " + most);
    return 0;
  }

  boolean flag(Setting setting) {
    return word(setting, List.of("false", "true")).equals("true");
  }

  /** One of {@code words}, whatever its capitals. */
  String word(Setting setting, List<String> words) {
    String text = text(setting).toLowerCase(Locale.ROOT);
    if (!words.contains(text)) {
      fault(setting, "is '" + text(setting) + "': give " + String.join(" or ", words));
      return words.getFirst();
    }
    return text;
  }

  Path path(Setting setting) {
    try {
      return Path.of(text(setting)).toAbsolutePath();
    } catch (InvalidPathException e) {
      fault(setting, "is not a path: " + e.getReason());
      return Path.of("");
    }
  }

  /** An address over TLS, or over plain HTTP on this machine; without a query and without a slash at its end. */
  Optional<URI> address(Setting setting) {
    return optional(setting).flatMap(text -> {
      try {
        URI uri = URI.create(text.replaceAll("/+$", ""));
        boolean local = uri.getHost() != null && LOOPBACK.contains(uri.getHost());
        if (uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null
            && ("https".equals(uri.getScheme()) || (local && "http".equals(uri.getScheme())))) {
          return Optional.of(uri);
        }
      } catch (IllegalArgumentException e) { // the same fault
      }
      fault(setting, "is '" + text + "': give an https address without a query");
      return Optional.empty();
    });
  }
}
