/** What every store must do, and pure values. */
@NullMarked
package reviews.restaurants;

import org.jspecify.annotations.NullMarked;
