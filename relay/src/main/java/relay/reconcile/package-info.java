/**
 * Finds what no event reported: missed pushes by looking at the registry's tags and at its own delivery log, images that an app
 * depends on and that are about to be lost, and webhooks that do not work. Knows rollouts and images through their ports;
 * imports neither Vert.x nor Azure nor SQL, and no adapter.
 */
@NullMarked
package relay.reconcile;

import org.jspecify.annotations.NullMarked;
