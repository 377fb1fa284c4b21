package reviews.restaurants;

/** Names a restaurant. Opaque outside its store: one counts, another draws random ids. */
public record RestaurantId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
