/** What the loops share: places of a plan, the decision lock, wake-ups. */
@NullMarked
package relay.coordination;

import org.jspecify.annotations.NullMarked;
