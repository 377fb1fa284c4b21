package reviews.visits;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One visit, as much as is kept of it.
 *
 * @param country empty when the platform in front does not tell
 */
public record Visit(Browser browser, OperatingSystem system, Optional<Country> country) {
  /**
   * Judges a request's headers; whatever they hold gives a visit.
   *
   * @param userAgent the header of that name, or empty
   * @param country what the platform's header says, or empty
   */
  public static Visit of(String userAgent, String country) {
    return new Visit(Browser.of(userAgent), OperatingSystem.of(userAgent), Country.parse(country));
  }

  /** The numbers that this visit adds one to. */
  public List<Tally> tallies() {
    var tallies = new ArrayList<>(
        List.of(new Tally(Tally.BROWSER, browser.key()), new Tally(Tally.SYSTEM, system.key())));
    country.ifPresent(known -> tallies.add(new Tally(Tally.COUNTRY, known.code())));
    return tallies;
  }
}
