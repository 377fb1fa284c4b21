/** Settings under test. */
@NullMarked
package reviews.settings;

import org.jspecify.annotations.NullMarked;
