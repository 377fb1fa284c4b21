/**
 * The only package that imports com.azure: App Service, Key Vault reference status, credentials.
 */
@NullMarked
package relay.azure;

import org.jspecify.annotations.NullMarked;
