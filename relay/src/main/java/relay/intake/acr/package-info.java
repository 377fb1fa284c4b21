/** The receiver for ACR's webhooks, and the reader of its delivery log. Imports neither Azure nor SQL. */
@NullMarked
package relay.intake.acr;

import org.jspecify.annotations.NullMarked;
