package reviews.visits;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A country by its code of two capitals (ISO 3166-1). */
public record Country(String code) {
  private static final Set<String> KNOWN = Set.of(Locale.getISOCountries());

  /** Empty for what is no country's code, so that a forged header adds no line to the table. */
  public static Optional<Country> parse(String text) {
    String code = text.strip().toUpperCase(Locale.ROOT);
    return KNOWN.contains(code) ? Optional.of(new Country(code)) : Optional.empty();
  }

  /** In English, for people. */
  public String label() {
    return Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
  }
}
