/**
 * The HTTP servers, their limits and request checks, and the one renderer of problems. Imports neither Azure nor SQL.
 */
@NullMarked
package relay.http;

import org.jspecify.annotations.NullMarked;
