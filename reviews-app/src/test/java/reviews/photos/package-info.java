/** Photos: judged, cleaned and kept. */
@NullMarked
package reviews.photos;

import org.jspecify.annotations.NullMarked;
