/**
 * The embedded store: SQLite in one file. The only package that imports {@code java.sql}; it knows nothing of pages and
 * settings.
 */
@NullMarked
package reviews.sqlite;

import org.jspecify.annotations.NullMarked;
