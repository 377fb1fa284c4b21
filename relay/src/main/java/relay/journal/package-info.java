/**
 * The journal in SQLite behind the ports Inbox, Pushes and Journal. Imports no Azure.
 */
@NullMarked
package relay.journal;

import org.jspecify.annotations.NullMarked;
