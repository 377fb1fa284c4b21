/** Plays the main job end to end on one machine: the sandbox stands in for Azure, the relay runs as it would there. */
@NullMarked
package sandbox.tour;

import org.jspecify.annotations.NullMarked;
