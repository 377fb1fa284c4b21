/** Looks at an app between rollouts: first sight, drift, recovery. */
@NullMarked
package relay.rollout.watch;

import org.jspecify.annotations.NullMarked;
