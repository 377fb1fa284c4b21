@NullMarked
package sandbox.entra;

import org.jspecify.annotations.NullMarked;
