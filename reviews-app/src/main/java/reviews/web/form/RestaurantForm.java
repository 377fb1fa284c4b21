package reviews.web.form;

import io.vertx.core.MultiMap;
import java.util.Optional;
import java.util.Set;
import reviews.restaurants.Cuisine;
import reviews.restaurants.RestaurantDraft;

/**
 * The form that adds a restaurant.
 *
 * @param draft empty when there are faults
 */
public record RestaurantForm(FormInput input, Optional<RestaurantDraft> draft) {
  static final FormField NAME = new FormField("name", "The name", 80, false);
  static final FormField ADDRESS = new FormField("address", "The address", 160, false);
  static final FormField DESCRIPTION = new FormField("description", "The description", 1000, true);
  public static final String CUISINE = "cuisine";
  /** What it may hold. */
  public static final Set<String> FIELDS = Set.of(FormGuard.TOKEN, FormGuard.TRAP, NAME.name(), CUISINE, ADDRESS.name(),
      DESCRIPTION.name());

  /** Reads what was sent; what is wrong with it is in the input. */
  public static RestaurantForm read(MultiMap form) {
    Optional<Cuisine> cuisine = Cuisine.ofKey(String.valueOf(form.get(CUISINE)));
    FormInput input = FormInput.empty();
    input.read(NAME, form);
    input.put(CUISINE, cuisine.map(Cuisine::key).orElse(""), cuisine.isPresent() ? "" : "Choose a cuisine.");
    input.read(ADDRESS, form);
    input.read(DESCRIPTION, form);
    return new RestaurantForm(input, input.faults().isEmpty()
        ? cuisine.map(known -> new RestaurantDraft(
            input.value(NAME), known, input.value(ADDRESS), input.value(DESCRIPTION)))
        : Optional.empty());
  }
}
