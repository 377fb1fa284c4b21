package relay.registry.field;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One challenge of a {@code WWW-Authenticate} header. Source: RFC 9110, 11.6.1.
 *
 * @param scheme in lower case
 * @param parameters by lower-case name; of a repeated name the first
 */
public record Challenge(String scheme, Map<String, String> parameters) {
  public Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** The value if there is one of printable ASCII; anything else is sent on to nobody. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> value.matches("[ -~]{1,2000}"));
  }

  /**
   * All challenges in order. Several headers count as one, joined by commas.
   *
   * @param field the header's value; reading stops at what cannot be read
   */
  public static List<Challenge> parse(String field) {
    List<Challenge> challenges = new ArrayList<>();
    var scanner = new FieldScanner(field);
    String scheme = scheme(scanner);
    while (!scheme.isEmpty()) {
      Map<String, String> parameters = new HashMap<>();
      skipToken68(scanner);
      while (parameter(scanner, parameters)) {
        scanner.skipSpace();
      }
      challenges.add(new Challenge(scheme, parameters));
      scheme = scheme(scanner);
    }
    return challenges;
  }

  private static String scheme(FieldScanner scanner) {
    scanner.skipToElement();
    return scanner.token().toLowerCase(Locale.ROOT);
  }

  /** Some schemes have one bare value in place of parameters: {@code Negotiate YII=}. */
  private static void skipToken68(FieldScanner scanner) {
    int start = scanner.position();
    scanner.skipSpace();
    boolean any = !scanner.token68().isEmpty();
    scanner.skipSpace();
    if (!any || !(scanner.atEnd() || scanner.isNext(','))) {
      scanner.back(start);
    }
  }

  /** Adds one parameter; false, and nothing read, when the next element is no parameter. */
  private static boolean parameter(FieldScanner scanner, Map<String, String> parameters) {
    int start = scanner.position();
    scanner.skipToElement();
    String name = scanner.token().toLowerCase(Locale.ROOT);
    scanner.skipSpace();
    if (name.isEmpty() || !scanner.skip('=')) {
      scanner.back(start);
      return false;
    }
    scanner.skipSpace();
    Optional<String> value = scanner.value(",");
    value.ifPresent(text -> parameters.putIfAbsent(name, text));
    return value.isPresent();
  }
}
