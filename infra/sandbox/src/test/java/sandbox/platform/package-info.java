@NullMarked
package sandbox.platform;

import org.jspecify.annotations.NullMarked;
