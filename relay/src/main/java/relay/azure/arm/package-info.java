/**
 * How Azure Resource Manager is called: identity, one way for all calls, deadlines, retries, and faults with codes.
 */
@NullMarked
package relay.azure.arm;

import org.jspecify.annotations.NullMarked;
