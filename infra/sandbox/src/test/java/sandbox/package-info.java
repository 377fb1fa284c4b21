/** Tests of the sandbox as a whole, and what its tests share. */
@NullMarked
package sandbox;

import org.jspecify.annotations.NullMarked;
