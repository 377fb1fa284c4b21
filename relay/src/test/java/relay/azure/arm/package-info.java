/** Tries how Azure Resource Manager is called: its pure parts. */
@NullMarked
package relay.azure.arm;

import org.jspecify.annotations.NullMarked;
