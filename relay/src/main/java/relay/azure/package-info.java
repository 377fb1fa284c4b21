/**
 * The only package, with its subpackage, that imports com.azure: App Service, Key Vault reference status, registry webhooks, Event Grid's classes.
 */
@NullMarked
package relay.azure;

import org.jspecify.annotations.NullMarked;
