/** One web app as the relay knows it, and the port to it. Imports neither Vert.x nor Azure nor SQL. */
@NullMarked
package relay.app;

import org.jspecify.annotations.NullMarked;
