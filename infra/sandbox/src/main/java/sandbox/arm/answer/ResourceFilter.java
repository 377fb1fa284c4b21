package sandbox.arm.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code $filter} of a list of resources, as far as it is read here: {@code eq} on the type, name, resource group or location,
 * several joined by {@code and}. Names and values are compared without case, as ARM does.
 */
public final class ResourceFilter {
  private static final Set<String> PROPERTIES = Set.of("resourcetype", "name", "resourcegroup", "location");
  private static final Pattern TERM = Pattern.compile("\\s*(\\w+)\\s+eq\\s+'([^']*)'\\s*", Pattern.CASE_INSENSITIVE);

  /** @param property in lower case */
  private record Term(String property, String value) {
    /** A location is written with spaces ({@code West Europe}) or without. */
    boolean fits(String actual) {
      return property.equals("location")
          ? value.replace(" ", "").equalsIgnoreCase(actual.replace(" ", ""))
          : value.equalsIgnoreCase(actual);
    }
  }

  private final List<Term> terms;

  private ResourceFilter(List<Term> terms) {
    this.terms = terms;
  }

  /** Empty when it cannot be read; no text accepts everything. */
  public static Optional<ResourceFilter> parse(String text) {
    var terms = new ArrayList<Term>();
    for (String term : text.isBlank() ? new String[0] : text.split("(?i)\\sand\\s", -1)) {
      Matcher read = TERM.matcher(term);
      if (!read.matches() || !PROPERTIES.contains(read.group(1).toLowerCase(Locale.ROOT))) {
        return Optional.empty();
      }
      terms.add(new Term(read.group(1).toLowerCase(Locale.ROOT), read.group(2)));
    }
    return Optional.of(new ResourceFilter(terms));
  }

  /**
   * Whether a resource is to be listed.
   *
   * @param values of a resource, by the name of the property in lower case
   */
  public boolean accepts(UnaryOperator<String> values) {
    return terms.stream().allMatch(term -> term.fits(values.apply(term.property())));
  }
}
