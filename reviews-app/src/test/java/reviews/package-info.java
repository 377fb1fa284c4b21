/** The whole site under test: over real HTTP, and as a process of its own. */
@NullMarked
package reviews;

import org.jspecify.annotations.NullMarked;
