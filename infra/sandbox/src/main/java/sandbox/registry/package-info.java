/**
 * An Azure Container Registry on loopback: OCI distribution, token exchange, blob redirects, webhooks and faults on demand. It
 * knows the identity endpoint whose tokens it takes, and no other stand-in.
 */
@NullMarked
package sandbox.registry;

import org.jspecify.annotations.NullMarked;
