/**
 * Images on one machine: what a configuration names, pulled from its registry with the app's identity, every digest checked, and
 * unpacked inside its own root. Knows the registry and the identity endpoint only over HTTP, and nothing of apps or containers.
 */
@NullMarked
package sandbox.platform.image;

import org.jspecify.annotations.NullMarked;
