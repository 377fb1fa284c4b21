/**
 * The operators' HTTP API. Imports neither Azure nor SQL.
 */
@NullMarked
package relay.api;

import org.jspecify.annotations.NullMarked;
