package sandbox.arm;

/**
 * The members of {@code config/web} that the platform acts on.
 *
 * @param linuxFxVersion as stored, such as {@code DOCKER|host/repository@sha256:...}
 * @param pullsWithIdentity {@code acrUseManagedIdentityCreds}
 * @param pullIdentity client id of a user-assigned identity; empty for the app's own
 */
public record SiteSettings(String linuxFxVersion, boolean pullsWithIdentity, String pullIdentity) {}
