/**
 * What Prometheus sees of rollouts and of the outside calls; names are those of docs/metrics.md. Labels are bounded and
 * never hold a digest. Imports neither Vert.x nor Azure nor SQL.
 */
@NullMarked
package relay.telemetry;

import org.jspecify.annotations.NullMarked;
