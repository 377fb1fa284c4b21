/** What every stand-in shares on the wire: the log of requests. */
@NullMarked
package sandbox.wire;

import org.jspecify.annotations.NullMarked;
