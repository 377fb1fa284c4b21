/**
 * The adapter of the port Probe on Vert.x's HTTP client. Imports neither Azure nor SQL.
 */
@NullMarked
package relay.probe;

import org.jspecify.annotations.NullMarked;
