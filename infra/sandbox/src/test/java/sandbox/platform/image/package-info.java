@NullMarked
package sandbox.platform.image;

import org.jspecify.annotations.NullMarked;
