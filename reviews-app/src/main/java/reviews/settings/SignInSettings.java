package reviews.settings;

import java.net.URI;

/**
 * How visitors sign in with accounts of one tenant of Entra ID.
 *
 * @param issuer of the tokens, {@code https://login.microsoftonline.com/TENANT/v2.0}
 * @param tenant the only one whose accounts are let in
 * @param clientId of the app registration
 * @param clientSecret of the app registration; without it nobody can sign in and the site is unwell
 * @param site the site's own address as browsers know it, without a slash at its end
 */
public record SignInSettings(URI issuer, String tenant, String clientId, SecretSetting clientSecret, URI site) {}
