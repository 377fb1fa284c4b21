package relay.config.text;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills {@code ${NAME}} and {@code ${NAME:-default}} from the environment. As in a shell, the default also stands in for
 * an empty variable. A doubled dollar sign keeps the mark as it is. What a variable holds is never interpolated again.
 */
public final class Interpolation {
  private static final Pattern MARK = Pattern.compile(
      "(?<escaped>\\$\\$\\{)|\\$\\{(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)(?<or>:-(?<default>[^}]*))?\\})?");

  private final Map<String, String> env;

  public Interpolation(Map<String, String> env) {
    this.env = Map.copyOf(env);
  }

  /** @throws UnfitException when a variable without a default is not set, or a mark is not closed */
  Filled fill(String written) throws UnfitException {
    Matcher mark = MARK.matcher(written);
    StringBuilder text = new StringBuilder();
    boolean fromOutside = false;
    while (mark.find()) {
      if (mark.group("escaped") != null) {
        mark.appendReplacement(text, Matcher.quoteReplacement("${"));
        continue;
      }
      String name = mark.group("name");
      if (name == null) {
        throw new UnfitException("holds a ${ that is not ${NAME} or ${NAME:-default}",
            "close it, or write $${ for a plain ${");
      }
      String value = env.getOrDefault(name, "");
      if (value.isEmpty() && mark.group("or") != null) {
        value = mark.group("default");
      } else if (!env.containsKey(name)) {
        throw new UnfitException("needs the environment variable " + name + ", which is not set",
            "set it, or write ${" + name + ":-default}");
      }
      fromOutside = true;
      mark.appendReplacement(text, Matcher.quoteReplacement(value == null ? "" : value));
    }
    return new Filled(mark.appendTail(text).toString(), fromOutside);
  }

  /** {@code fromOutside}: a part came from the environment, so the text is not fit to be shown. */
  record Filled(String text, boolean fromOutside) {}
}
