/** Wires the relay by plain constructors, here and nowhere else; all packages may be imported here. */
@NullMarked
package relay.assembly;

import org.jspecify.annotations.NullMarked;
