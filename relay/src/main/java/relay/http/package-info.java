/**
 * Assembles the HTTP servers, their limits, and the one renderer of problems. Imports neither Azure nor SQL.
 */
@NullMarked
package relay.http;

import org.jspecify.annotations.NullMarked;
