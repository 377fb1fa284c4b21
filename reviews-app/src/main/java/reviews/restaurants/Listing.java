package reviews.restaurants;

/** A restaurant as lists show it. */
public record Listing(Restaurant restaurant, Score score) {}
