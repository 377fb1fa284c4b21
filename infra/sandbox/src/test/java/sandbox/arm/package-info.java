@NullMarked
package sandbox.arm;

import org.jspecify.annotations.NullMarked;
