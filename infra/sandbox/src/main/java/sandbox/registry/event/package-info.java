/**
 * What happens in the registry and who hears of it: the events with their payloads, the quarantine that holds some back, the
 * webhooks they are sent to, and the delivery log.
 */
@NullMarked
package sandbox.registry.event;

import org.jspecify.annotations.NullMarked;
