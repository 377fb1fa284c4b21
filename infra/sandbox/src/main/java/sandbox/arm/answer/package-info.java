/**
 * How ARM answers: the bodies of answers and errors, what a fault makes of them, how they go out, and the allowance that their
 * headers tell of. Knows no resource.
 */
@NullMarked
package sandbox.arm.answer;

import org.jspecify.annotations.NullMarked;
