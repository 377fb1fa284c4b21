/** Key Vault as App Service sees it: vaults, grants, and references in app settings. Imports no other sandbox package. */
@NullMarked
package sandbox.vault;

import org.jspecify.annotations.NullMarked;
