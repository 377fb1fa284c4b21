/**
 * Receivers: a delivery arrives, its sender is verified, its body becomes pushes, and it is recorded before it is answered.
 * What all of them share is here, each kind of sender has a package of its own below. Imports neither Azure nor SQL.
 */
@NullMarked
package relay.intake;

import org.jspecify.annotations.NullMarked;
