package sandbox.eventgrid;

import java.time.Instant;
import java.util.List;

/**
 * One try to deliver, in the order in which they ended.
 *
 * @param deliveryCount what {@code aeg-delivery-count} said: 0 for the first
 */
public record Attempt(Instant at, List<String> eventIds, int deliveryCount, Outcome outcome) {}
