package relay.app;

import java.util.Optional;

/**
 * What Azure says of an app at one moment.
 *
 * @param running false when it is stopped
 * @param linuxContainer false for code apps and for Windows
 * @param managedIdentityPull whether it pulls with a managed identity rather than a stored password
 * @param operation what Azure is doing to it right now; empty when nothing
 * @param hostName its default host name, without scheme
 * @param plan the App Service plan that it shares with others, by an id fit to compare; empty when Azure did not say
 */
public record AppView(ConfiguredImage live, boolean running, boolean linuxContainer, boolean managedIdentityPull,
    Optional<String> operation, String hostName, Optional<String> plan) {}
