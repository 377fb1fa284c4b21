/**
 * App Service's own side of a web app: pulls the image that is configured, runs it, routes to it, and has moods. Fulfils
 * ARM's port {@link sandbox.arm.SiteHost}; knows the registry and the identity endpoint only over HTTP and imports neither.
 */
@NullMarked
package sandbox.platform;

import org.jspecify.annotations.NullMarked;
