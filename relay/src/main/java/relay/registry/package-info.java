/**
 * The adapter of the port Registry: OCI distribution and ACR tokens on the web client. Imports neither Azure nor SQL.
 */
@NullMarked
package relay.registry;

import org.jspecify.annotations.NullMarked;
