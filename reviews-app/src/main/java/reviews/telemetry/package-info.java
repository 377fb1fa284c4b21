/**
 * What the process tells about its work: metrics for Prometheus and traces by OTLP. Off unless configured, and then only
 * are its libraries loaded. The only package that imports them; it knows no pages.
 */
@NullMarked
package reviews.telemetry;

import org.jspecify.annotations.NullMarked;
