package relay.intake;

import java.time.Clock;
import relay.http.rate.ClientRateLimits;
import relay.intake.sender.KeyDocuments;

/**
 * What all receivers share.
 *
 * @param listener is notified of each delivery after its commit
 * @param clients limits each client before its sender check
 * @param perReceiver requests a second at one endpoint of one receiver, after the sender check
 */
public record ReceiverServices(Inbox inbox, DeliveryListener listener, KeyDocuments keys, ReceiverMetrics metrics,
    ClientRateLimits clients, int perReceiver, Clock clock) {}
