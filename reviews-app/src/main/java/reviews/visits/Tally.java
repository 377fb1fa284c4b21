package reviews.visits;

/**
 * What a store keeps one number for.
 *
 * @param kind {@link #BROWSER}, {@link #SYSTEM} or {@link #COUNTRY}
 * @param name the browser's or system's key or the country's code
 */
public record Tally(String kind, String name) {
  public static final String BROWSER = "browser";
  public static final String SYSTEM = "system";
  public static final String COUNTRY = "country";
}
