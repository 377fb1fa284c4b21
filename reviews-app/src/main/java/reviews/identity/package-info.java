/** The app's own identity on Azure, and the tokens that it is given. With {@code blob} and {@code vault} the only packages that import {@code com.azure}. */
@NullMarked
package reviews.identity;

import org.jspecify.annotations.NullMarked;
