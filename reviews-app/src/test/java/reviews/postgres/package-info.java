/** The store in PostgreSQL against a real server. */
@NullMarked
package reviews.postgres;

import org.jspecify.annotations.NullMarked;
