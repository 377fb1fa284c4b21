/** What Azure says of a switch beside the app's own answers. */
@NullMarked
package relay.rollout.clues;

import org.jspecify.annotations.NullMarked;
