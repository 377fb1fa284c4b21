/**
 * Containers: starts what an unpacked image says, as a plain process or by podman, passes its output on and tells its end. Knows
 * images, and nothing of the app that a container belongs to.
 */
@NullMarked
package sandbox.platform.container;

import org.jspecify.annotations.NullMarked;
