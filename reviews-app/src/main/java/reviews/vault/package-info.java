/** Secrets read from Azure Key Vault by the app itself, as the other way than references in its settings. */
@NullMarked
package reviews.vault;

import org.jspecify.annotations.NullMarked;
