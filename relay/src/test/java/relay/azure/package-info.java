/** Tries the adapter of Azure: its pure parts, and the real SDK against a stand-in of Azure Resource Manager. */
@NullMarked
package relay.azure;

import org.jspecify.annotations.NullMarked;
