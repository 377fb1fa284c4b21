package reviews.restaurants;

import java.util.OptionalDouble;

/**
 * How a restaurant is liked, computed by the store.
 *
 * @param average 1 to 5; empty without reviews
 * @param reviews how many there are
 */
public record Score(OptionalDouble average, long reviews) {}
