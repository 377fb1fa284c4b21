/**
 * A secret as a type, so that none is printed by accident. Imports nothing of the relay.
 */
@NullMarked
package relay.secret;

import org.jspecify.annotations.NullMarked;
