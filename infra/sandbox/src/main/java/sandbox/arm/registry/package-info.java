/**
 * The provider of container registries under ARM: a registry, its webhooks and their delivery log. Knows the registry only through
 * the port {@link sandbox.arm.registry.RegistryHost}.
 */
@NullMarked
package sandbox.arm.registry;

import org.jspecify.annotations.NullMarked;
