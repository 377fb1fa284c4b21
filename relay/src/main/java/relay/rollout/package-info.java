/**
 * The rollout: its states and legal moves, its causes, and its reasons with stable codes. Imports neither Vert.x nor Azure nor SQL.
 */
@NullMarked
package relay.rollout;

import org.jspecify.annotations.NullMarked;
