package relay.registry.field;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One link of a {@code Link} header. Source: RFC 8288, 3.
 *
 * @param target as written, which may be relative
 * @param parameters by lower-case name; of a repeated name the first
 */
public record Link(String target, Map<String, String> parameters) {
  public Link {
    parameters = Map.copyOf(parameters);
  }

  /** Whether it leads from the answer itself to {@code relation}. */
  public boolean is(String relation) {
    List<String> relations = List.of(parameters.getOrDefault("rel", "").toLowerCase(Locale.ROOT).split("[ \\t]+", -1));
    return relations.contains(relation) && !parameters.containsKey("anchor");
  }

  /**
   * All links in order; empty when the field cannot be read to its end. Several headers count as one, joined by commas.
   */
  public static Optional<List<Link>> parse(String field) {
    List<Link> links = new ArrayList<>();
    var scanner = new FieldScanner(field);
    scanner.skipToElement();
    while (!scanner.atEnd()) {
      Optional<String> target = scanner.skip('<') ? scanner.until('>') : Optional.empty();
      Map<String, String> parameters = new HashMap<>();
      if (target.isEmpty() || !parameters(scanner, parameters)) {
        return Optional.empty();
      }
      links.add(new Link(target.get(), parameters));
      scanner.skipToElement();
    }
    return Optional.of(links);
  }

  /** Reads what follows a target up to the comma or the end; false when that is something else than parameters. */
  private static boolean parameters(FieldScanner scanner, Map<String, String> parameters) {
    scanner.skipSpace();
    while (scanner.skip(';')) {
      scanner.skipSpace();
      String name = scanner.token().toLowerCase(Locale.ROOT);
      scanner.skipSpace();
      if (scanner.skip('=')) {
        scanner.skipSpace();
        Optional<String> value = scanner.value(",;");
        if (value.isEmpty()) {
          return false;
        }
        parameters.putIfAbsent(name, value.get());
        scanner.skipSpace();
      }
    }
    return scanner.atEnd() || scanner.isNext(',');
  }
}
