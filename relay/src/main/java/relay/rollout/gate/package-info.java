/** May a rollout go on now, and if not, what does it wait for. */
@NullMarked
package relay.rollout.gate;

import org.jspecify.annotations.NullMarked;
