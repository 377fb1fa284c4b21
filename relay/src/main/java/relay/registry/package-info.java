/**
 * The adapter of the port Registry: OCI distribution and ACR tokens on Vert.x's HTTP client. Imports neither Azure nor SQL.
 */
@NullMarked
package relay.registry;

import org.jspecify.annotations.NullMarked;
