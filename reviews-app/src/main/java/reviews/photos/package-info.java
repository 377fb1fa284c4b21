/**
 * Photos that visitors add: judged by their content, cleaned of everything but the picture, and kept behind the port
 * {@link reviews.photos.PhotoStore}. Of Vert.x it imports only the core.
 */
@NullMarked
package reviews.photos;

import org.jspecify.annotations.NullMarked;
