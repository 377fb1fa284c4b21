/** Who a visitor is from one request to the next: signed cookies, sessions, and what was used up. */
@NullMarked
package reviews.web.session;

import org.jspecify.annotations.NullMarked;
