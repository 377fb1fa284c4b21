@NullMarked
package sandbox.tour;

import org.jspecify.annotations.NullMarked;
