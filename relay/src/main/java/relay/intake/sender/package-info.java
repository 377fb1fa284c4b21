/** Whether a request comes from who it should: secrets and Entra ID tokens. Knows no event and no receiver. */
@NullMarked
package relay.intake.sender;

import org.jspecify.annotations.NullMarked;
