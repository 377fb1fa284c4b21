package reviews.visits;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How many visits there were.
 *
 * @param browsers the most frequent first, without those that never came
 * @param systems likewise
 * @param countries likewise, at most {@link Visits#MOST_COUNTRIES}; visits of unknown origin are in none
 */
public record VisitTotals(long all, List<Count<Browser>> browsers, List<Count<OperatingSystem>> systems,
    List<Count<Country>> countries) {
  /** How many visits one kind made. */
  public record Count<T>(T of, long visits) {}

  /** One line of what a store kept: how often a tally was counted. */
  public record Line(Tally tally, long visits) {}

  /** Sums up a store's lines; names that this version does not know were written by a newer one and are left out. */
  public static VisitTotals of(List<Line> lines) {
    long all = lines.stream().filter(line -> line.tally().kind().equals(Tally.BROWSER)).mapToLong(Line::visits).sum();
    var countries = ordered(lines, Tally.COUNTRY, Country::parse);
    return new VisitTotals(all, ordered(lines, Tally.BROWSER, Browser::ofKey),
        ordered(lines, Tally.SYSTEM, OperatingSystem::ofKey),
        countries.subList(0, Math.min(countries.size(), Visits.MOST_COUNTRIES)));
  }

  private static <T> List<Count<T>> ordered(List<Line> lines, String kind, Function<String, Optional<T>> known) {
    return lines.stream().filter(line -> line.tally().kind().equals(kind))
        .sorted(Comparator.comparingLong(Line::visits).reversed().thenComparing(line -> line.tally().name()))
        .flatMap(line -> known.apply(line.tally().name()).map(of -> new Count<>(of, line.visits())).stream()).toList();
  }

  public VisitTotals {
    browsers = List.copyOf(browsers);
    systems = List.copyOf(systems);
    countries = List.copyOf(countries);
  }
}
