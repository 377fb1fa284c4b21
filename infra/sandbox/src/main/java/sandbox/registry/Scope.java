package sandbox.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a client asks to be allowed: {@code repository:reviews/web:pull,push}. */
record Scope(String repository, Set<String> actions) {
  /** Reads all that are for repositories; several may stand in one text, parted by spaces. Others are not granted here. */
  static List<Scope> parse(List<String> texts) {
    var scopes = new ArrayList<Scope>();
    for (String text : texts) {
      for (String one : text.strip().split(" +")) {
        int first = one.indexOf(':');
        int last = one.lastIndexOf(':');
        if (one.startsWith("repository:") && last > first) {
          scopes.add(new Scope(one.substring(first + 1, last),
              new LinkedHashSet<>(Arrays.asList(one.substring(last + 1).split(",")))));
        }
      }
    }
    return scopes;
  }
}
