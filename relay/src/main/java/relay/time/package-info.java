/** Clock, pauses and deadlines. Imports nothing of the relay. */
@NullMarked
package relay.time;

import org.jspecify.annotations.NullMarked;
