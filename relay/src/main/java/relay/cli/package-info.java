/**
 * The command line. Talks to the API like any other client; imports neither Azure nor SQL.
 */
@NullMarked
package relay.cli;

import org.jspecify.annotations.NullMarked;
