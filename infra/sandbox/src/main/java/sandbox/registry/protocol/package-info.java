/**
 * What every route of the registry speaks: bodies read up to a limit, refusals as the OCI distribution specification words them,
 * digests. Knows nothing of what the registry holds.
 */
@NullMarked
package sandbox.registry.protocol;

import org.jspecify.annotations.NullMarked;
