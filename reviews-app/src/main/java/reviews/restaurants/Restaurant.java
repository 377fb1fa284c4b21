package reviews.restaurants;

/** A restaurant as it is kept. */
public record Restaurant(RestaurantId id, String name, Cuisine cuisine, String address, String description) {}
