/**
 * Azure Resource Manager for web apps and for a registry's webhooks, over TLS: what the relay reads and writes. Knows the
 * platform and the registry only through the ports {@link sandbox.arm.SiteHost} and {@link sandbox.arm.registry.RegistryHost};
 * imports neither {@code sandbox.platform} nor {@code sandbox.registry}.
 */
@NullMarked
package sandbox.arm;

import org.jspecify.annotations.NullMarked;
