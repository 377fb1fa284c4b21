/**
 * How rollouts are kept and reported: the port Journal, what one save carries, announcements, and the words for all of it.
 */
@NullMarked
package relay.rollout.record;

import org.jspecify.annotations.NullMarked;
