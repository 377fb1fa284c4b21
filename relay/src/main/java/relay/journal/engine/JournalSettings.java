package relay.journal.engine;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the journal is and how much it may hold.
 *
 * @param file the SQLite file on a local, persistent disk; its folder must exist
 * @param keep how long finished history is kept; live state is kept for ever
 * @param queue deliveries that may wait for their commit; more are refused
 */
public record JournalSettings(Path file, Duration keep, int queue) {}
