@NullMarked
package relay;

import org.jspecify.annotations.NullMarked;
