/**
 * Starts the program: reads what it is to do, and runs one relay until it is stopped.
 */
@NullMarked
package relay;

import org.jspecify.annotations.NullMarked;
