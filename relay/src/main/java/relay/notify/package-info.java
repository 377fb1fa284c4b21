/**
 * Tells the world: signed outgoing events, retried from the journal. Imports neither Azure nor SQL.
 */
@NullMarked
package relay.notify;

import org.jspecify.annotations.NullMarked;
