/**
 * Azure Resource Manager for web apps, over TLS: what the relay reads and writes. Knows the platform only through the
 * port {@link sandbox.arm.SiteHost}; imports neither {@code sandbox.platform} nor {@code sandbox.registry}.
 */
@NullMarked
package sandbox.arm;

import org.jspecify.annotations.NullMarked;
