/**
 * The rollout: its states and legal moves, the runner that walks them, the decisions, and the ports WebApp and Journal. Imports neither Vert.x nor Azure nor SQL.
 */
@NullMarked
package relay.rollout;

import org.jspecify.annotations.NullMarked;
