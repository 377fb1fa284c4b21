/** What one connection may cost before anything of it is a request of the relay's: a handler below Vert.x, and its bounds. */
@NullMarked
package relay.http.wire;

import org.jspecify.annotations.NullMarked;
