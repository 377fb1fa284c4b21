/**
 * The restaurant-review site: the main class, the assembly of its parts, and nothing else. No package below imports this
 * one.
 */
@NullMarked
package reviews;

import org.jspecify.annotations.NullMarked;
