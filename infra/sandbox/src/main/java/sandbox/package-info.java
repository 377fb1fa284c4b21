/**
 * Azure on a laptop: wires the stand-ins into one that starts and closes as a whole. A library for component tests and
 * for the tour; it must never depend on the relay.
 */
@NullMarked
package sandbox;

import org.jspecify.annotations.NullMarked;
