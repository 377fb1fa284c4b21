/**
 * An Azure Container Registry on loopback: OCI distribution, token exchange, blob redirects, webhooks with their delivery log,
 * quarantine, geo-replicas that tell a push again, and faults on demand. It knows the identity endpoint whose tokens it takes and
 * the resource manager's port for its management, and no other stand-in; Event Grid hears of it through {@link
 * sandbox.registry.Registry#listen}.
 */
@NullMarked
package sandbox.registry;

import org.jspecify.annotations.NullMarked;
