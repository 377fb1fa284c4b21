@NullMarked
package sandbox;

import org.jspecify.annotations.NullMarked;
