package relay.intake;

import java.time.Clock;
import relay.http.Clients;

/** What stands behind every door. */
public record Backroom(Inbox inbox, Recorded recorded, KeyDocuments keys, DoorMetrics metrics, Clients clients,
    int perDoor, Clock clock) {}
