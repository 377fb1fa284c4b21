package sandbox.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a client asks to be allowed: {@code repository:reviews/web:pull,push}, or the list of repositories, {@code
 * registry:catalog:*}.
 *
 * @param type {@code repository} or {@code registry}
 */
record Scope(String type, String name, Set<String> actions) {
  /** To list the repositories. */
  static final Scope CATALOG = new Scope("registry", "catalog", Set.of("*"));

  static Scope repository(String name, String action) {
    return new Scope("repository", name, Set.of(action));
  }

  /** Reads all that are known; several may stand in one text, parted by spaces. Others are not granted here. */
  static List<Scope> parse(List<String> texts) {
    var scopes = new ArrayList<Scope>();
    for (String text : texts) {
      for (String one : text.strip().split(" +")) {
        int first = one.indexOf(':');
        int last = one.lastIndexOf(':');
        if (one.startsWith("repository:") && last > first) {
          scopes.add(new Scope("repository", one.substring(first + 1, last),
              new LinkedHashSet<>(Arrays.asList(one.substring(last + 1).split(",")))));
        } else if (one.equals("registry:catalog:*")) {
          scopes.add(CATALOG);
        }
      }
    }
    return scopes;
  }

  boolean isCatalog() {
    return type.equals("registry");
  }

  /** Whether this one allows the only action of another. */
  boolean covers(Scope asked) {
    return type.equals(asked.type) && name.equals(asked.name) && actions.containsAll(asked.actions);
  }

  /** The only action of what is asked at a route. */
  String action() {
    return actions.iterator().next();
  }
}
