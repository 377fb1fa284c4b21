package reviews.restaurants;

/** A restaurant that somebody wants to add; already checked. */
public record RestaurantDraft(String name, Cuisine cuisine, String address, String description) {}
