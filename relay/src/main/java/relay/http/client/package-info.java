/**
 * One outgoing HTTP request with a deadline and a bound on the answer. Imports neither Azure nor SQL, and no feature.
 */
@NullMarked
package relay.http.client;

import org.jspecify.annotations.NullMarked;
