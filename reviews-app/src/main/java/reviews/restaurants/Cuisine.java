package reviews.restaurants;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a kitchen is known for. Each has a picture of the project's own, named by {@link #key}. */
public enum Cuisine {
  CAFE("Café and bakery"),
  BURGERS("Burgers and grill"),
  CHINESE("Chinese"),
  INDIAN("Indian"),
  ITALIAN(
      "Italian"),
  JAPANESE("Japanese"),
  LEVANTINE(
      "Levantine"),
  MEXICAN("Mexican"),
  PLANTS("Plant-based"),
  SEAFOOD("Seafood"),
  OTHER("Something else");

  private final String label;

  Cuisine(String label) {
    this.label = label;
  }

  /** For people. */
  public String label() {
    return label;
  }

  /** For addresses, forms and stores; stays the same for ever. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty when no cuisine has that key. */
  public static Optional<Cuisine> ofKey(String key) {
    return Stream.of(values()).filter(cuisine -> cuisine.key().equals(key)).findFirst();
  }
}
