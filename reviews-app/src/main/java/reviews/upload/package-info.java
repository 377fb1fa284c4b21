/** Reads the bodies of forms: bounded in size, number and time, and whatever happens, no file is left behind. */
@NullMarked
package reviews.upload;

import org.jspecify.annotations.NullMarked;
