@NullMarked
package sandbox.platform.container;

import org.jspecify.annotations.NullMarked;
