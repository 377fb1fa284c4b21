/** Strict, bounded reading of the JSON that senders write. Imports no other package of the receivers. */
@NullMarked
package relay.intake.json;

import org.jspecify.annotations.NullMarked;
