@NullMarked
package reviews;

import org.jspecify.annotations.NullMarked;
