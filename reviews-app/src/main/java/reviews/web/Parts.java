package reviews.web;

import reviews.photos.Photos;
import reviews.restaurants.RestaurantStore;
import reviews.visits.Visits;

/** What the pages are made from. */
public record Parts(RestaurantStore store, Visits visits, Photos photos) {}
