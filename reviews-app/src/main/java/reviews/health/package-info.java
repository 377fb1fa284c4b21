/** Knows whether the site can do its work, without a visitor's request having to wait for the answer. */
@NullMarked
package reviews.health;

import org.jspecify.annotations.NullMarked;
