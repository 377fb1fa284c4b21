/**
 * The journal in SQLite behind the ports Inbox, Pushes, Journal and Outbox: one thread writes, others read, no caller
 * touches the file. Imports no Azure.
 */
@NullMarked
package relay.journal;

import org.jspecify.annotations.NullMarked;
