/** The receiver for the notifications of self-hosted registries. Imports neither Azure nor SQL. */
@NullMarked
package relay.intake.distribution;

import org.jspecify.annotations.NullMarked;
