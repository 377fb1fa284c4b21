/** The loops that own one site. */
@NullMarked
package relay.rollout.site;

import org.jspecify.annotations.NullMarked;
