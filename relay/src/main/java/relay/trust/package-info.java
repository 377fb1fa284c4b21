/** The certificate authorities that are trusted for everything the relay calls. Imports neither Vert.x nor Azure nor SQL. */
@NullMarked
package relay.trust;

import org.jspecify.annotations.NullMarked;
