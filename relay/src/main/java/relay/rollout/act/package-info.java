/** What a person may ask of an app or a rollout, over the ports alone. */
@NullMarked
package relay.rollout.act;

import org.jspecify.annotations.NullMarked;
