/** Which certificate authorities count for everything the relay calls. Imports neither Vert.x nor Azure nor SQL. */
@NullMarked
package relay.trust;

import org.jspecify.annotations.NullMarked;
