/**
 * How the relay knows that the wanted image answers and is well: readings, evidence, verdict; the port to the network is Probe. Imports neither Vert.x nor Azure nor SQL.
 */
@NullMarked
package relay.health;

import org.jspecify.annotations.NullMarked;
