@NullMarked
package sandbox.vault;

import org.jspecify.annotations.NullMarked;
