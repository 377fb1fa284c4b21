/**
 * The managed identity endpoint of App Service and of a virtual machine, and the tokens that it signs. Other stand-ins ask it
 * whose token they hold; it imports none of them.
 */
@NullMarked
package sandbox.identity;

import org.jspecify.annotations.NullMarked;
