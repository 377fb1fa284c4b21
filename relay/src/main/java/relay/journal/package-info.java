/**
 * The journal's ports (Inbox, Pushes, Journal, Outbox, Sightings) in SQL, each statement in one place; they run on any engine. Imports no Azure.
 */
@NullMarked
package relay.journal;

import org.jspecify.annotations.NullMarked;
