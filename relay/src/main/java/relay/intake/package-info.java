/**
 * The doors: what arrived, is it genuine, what does it say. A delivery is recorded before it is answered. Imports neither Azure (but for the Event Grid parser's port) nor SQL.
 */
@NullMarked
package relay.intake;

import org.jspecify.annotations.NullMarked;
