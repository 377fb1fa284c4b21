/** What the stand-ins share on the wire: the log of requests, and what is still under way. */
@NullMarked
package sandbox.wire;

import org.jspecify.annotations.NullMarked;
