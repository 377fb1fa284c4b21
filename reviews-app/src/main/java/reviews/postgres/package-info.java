/**
 * The store in PostgreSQL. The only package that imports {@code io.vertx.pgclient} and {@code io.vertx.sqlclient}; it
 * knows nothing of pages, and learns passwords and tokens from whoever makes it.
 */
@NullMarked
package reviews.postgres;

import org.jspecify.annotations.NullMarked;
