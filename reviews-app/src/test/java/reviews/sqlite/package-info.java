/** The embedded store under test. */
@NullMarked
package reviews.sqlite;

import org.jspecify.annotations.NullMarked;
