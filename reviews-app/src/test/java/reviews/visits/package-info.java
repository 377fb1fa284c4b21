/** Who visits. */
@NullMarked
package reviews.visits;

import org.jspecify.annotations.NullMarked;
