/**
 * The adapter of the port Probe on the web client. Imports neither Azure nor SQL.
 */
@NullMarked
package relay.probe;

import org.jspecify.annotations.NullMarked;
