/**
 * The store in MongoDB or Azure Cosmos DB for MongoDB. The only package that imports {@code io.vertx.ext.mongo} and
 * {@code com.mongodb}; it knows nothing of pages and settings.
 */
@NullMarked
package reviews.mongo;

import org.jspecify.annotations.NullMarked;
