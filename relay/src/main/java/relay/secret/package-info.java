/**
 * A secret as a type, so that none is printed by accident, and the port through which the tokens of the relay's identity come. Imports nothing of the relay.
 */
@NullMarked
package relay.secret;

import org.jspecify.annotations.NullMarked;
