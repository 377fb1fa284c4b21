package relay.intake;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import relay.http.ProblemException;
import relay.intake.DoorMetrics.Outcome;
import relay.reconcile.MissedEvents;

/**
 * The way in for events that ACR's own delivery log shows and no door received: read and recorded just as if they had come
 * through the door, under a name of its own so that people can tell.
 */
public final class AcrLog implements MissedEvents {
  /** The door in the record and in metrics. */
  public static final String DOOR = "acr-log";

  private final Map<String, Origin> registries;
  private final Inbox inbox;
  private final Recorded recorded;
  private final DoorMetrics metrics;
  private final Clock clock;

  public AcrLog(List<Origin> registries, Inbox inbox, Recorded recorded, DoorMetrics metrics, Clock clock) {
    this.registries = registries.stream()
        .collect(Collectors.toUnmodifiableMap(Origin::registry, Function.identity()));
    this.inbox = inbox;
    this.recorded = recorded;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public List<String> unknown(String registry, List<String> events) {
    return inbox.unknown(registry, events).await();
  }

  @Override
  public boolean record(String registry, String body) throws Unrecorded {
    Origin origin = registries.get(registry);
    if (origin == null) {
      throw new IllegalArgumentException("no door reads the events of " + registry);
    }
    Delivery read;
    try {
      read = AcrEvent.delivery(body.getBytes(StandardCharsets.UTF_8), origin, clock.instant());
    } catch (ProblemException unreadable) {
      metrics.count(DOOR, registry, Outcome.MALFORMED);
      return false;
    }
    if (read.event().isEmpty()) { // nobody could tell next time that it is recorded
      metrics.count(DOOR, registry, Outcome.MALFORMED);
      return false;
    }
    var delivery = new Delivery(DOOR, registry, read.received(), read.event(), read.action(), read.body(),
        read.pushes(),
        read.deletions(), read.quarantined(), read.ignored());
    boolean acts = !delivery.pushes().isEmpty();
    try {
      long id = inbox.record(delivery).await();
      metrics.count(DOOR, registry, acts ? Outcome.ACCEPTED : Outcome.IGNORED);
      recorded.recorded(id, delivery);
      return acts;
    } catch (Inbox.Full | Inbox.Unwritable e) {
      metrics.count(DOOR, registry, Outcome.UNAVAILABLE);
      throw new Unrecorded(String.valueOf(e.getMessage()), e);
    }
  }
}
