/**
 * Restaurants, their reviews, and the port that keeps them. Of Vert.x it imports only the core; it knows neither pages
 * nor SQL.
 */
@NullMarked
package reviews.restaurants;

import org.jspecify.annotations.NullMarked;
