/**
 * What runs the journal's SQL: one thread writes, others read, no caller touches the file. SQLite on disk, or in memory under the same contract.
 */
@NullMarked
package relay.journal.engine;

import org.jspecify.annotations.NullMarked;
