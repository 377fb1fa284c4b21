/**
 * How often one client may come: addresses behind trusted proxies, and a bound on each and on all together.
 */
@NullMarked
package relay.http.rate;

import org.jspecify.annotations.NullMarked;
