/** The store in MongoDB against a server that speaks its protocol. */
@NullMarked
package reviews.mongo;

import org.jspecify.annotations.NullMarked;
