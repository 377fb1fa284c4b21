/** A push, and how it is decided. Imports neither Vert.x nor Azure nor SQL. */
@NullMarked
package relay.push;

import org.jspecify.annotations.NullMarked;
