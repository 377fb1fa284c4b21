/**
 * How the relay knows that the wanted image answers and is well: readings, evidence, verdict; ports Probe, Clues and HealthWatcher. Imports neither Vert.x nor Azure nor SQL.
 */
@NullMarked
package relay.health;

import org.jspecify.annotations.NullMarked;
