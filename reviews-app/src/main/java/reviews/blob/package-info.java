/** Photos in Azure Blob Storage, by the app's managed identity. */
@NullMarked
package reviews.blob;

import org.jspecify.annotations.NullMarked;
