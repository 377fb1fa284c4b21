/**
 * Values that name images, and the port to the registry, which is the truth about them. Imports neither Vert.x nor Azure nor SQL.
 */
@NullMarked
package relay.image;

import org.jspecify.annotations.NullMarked;
