/** What must hold at each parser of the site for whatever bytes a stranger sends. */
@NullMarked
package reviews.fuzz;

import org.jspecify.annotations.NullMarked;
