/**
 * The health check: a proof of the new image, its soak, and the proof of a restored one, in attended time.
 */
@NullMarked
package relay.health.check;

import org.jspecify.annotations.NullMarked;
