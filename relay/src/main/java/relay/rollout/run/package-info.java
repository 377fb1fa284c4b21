/** The engine: one loop of steps. Imported by assembly only. */
@NullMarked
package relay.rollout.run;

import org.jspecify.annotations.NullMarked;
