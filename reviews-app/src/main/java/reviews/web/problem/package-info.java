/** What a visitor is told when a request is refused or failed, and with which status. */
@NullMarked
package reviews.web.problem;

import org.jspecify.annotations.NullMarked;
