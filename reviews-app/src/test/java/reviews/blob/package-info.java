/** Photos in Azure Blob Storage, against Azurite where it is at hand. */
@NullMarked
package reviews.blob;

import org.jspecify.annotations.NullMarked;
