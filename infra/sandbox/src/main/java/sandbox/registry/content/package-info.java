/**
 * What the registry holds: repositories with their manifests, tags and blobs, in memory or in a folder. Knows no HTTP and raises no
 * events.
 */
@NullMarked
package sandbox.registry.content;

import org.jspecify.annotations.NullMarked;
