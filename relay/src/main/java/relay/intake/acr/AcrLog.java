package relay.intake.acr;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import relay.intake.Delivery;
import relay.intake.DeliveryListener;
import relay.intake.Inbox;
import relay.intake.ReceiverMetrics;
import relay.intake.ReceiverMetrics.Outcome;
import relay.intake.SourceRegistry;
import relay.intake.json.JsonFaultException;
import relay.reconcile.MissedEvents;

/**
 * Takes events that ACR's own delivery log shows and no receiver took: read and recorded just as if they had arrived,
 * under a name of its own so that people can see which those were.
 */
public final class AcrLog implements MissedEvents {
  /** The receiver's name in the record and in metrics. */
  public static final String RECEIVER = "acr-log";

  private final Map<String, SourceRegistry> registries;
  private final Inbox inbox;
  private final DeliveryListener listener;
  private final ReceiverMetrics metrics;
  private final Clock clock;

  public AcrLog(List<SourceRegistry> registries, Inbox inbox, DeliveryListener listener, ReceiverMetrics metrics,
      Clock clock) {
    this.registries = registries.stream()
        .collect(Collectors.toUnmodifiableMap(SourceRegistry::registry, Function.identity()));
    this.inbox = inbox;
    this.listener = listener;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public List<String> unknown(String registry, List<String> events) {
    return inbox.unknown(registry, events).await();
  }

  @Override
  public boolean record(String registry, String body) throws UnrecordedException {
    SourceRegistry source = registries.get(registry);
    if (source == null) {
      throw new IllegalArgumentException("no receiver takes the events of " + registry);
    }
    Delivery read;
    try {
      read = AcrEventReader.delivery(body.getBytes(StandardCharsets.UTF_8), source, clock.instant());
    } catch (JsonFaultException _) {
      metrics.count(RECEIVER, registry, Outcome.MALFORMED);
      return false;
    }
    if (read.event().isEmpty()) { // without an id the next look could not know that it is recorded
      metrics.count(RECEIVER, registry, Outcome.MALFORMED);
      return false;
    }
    var delivery = new Delivery(RECEIVER, registry, read.received(), read.event(), read.action(), read.body(),
        read.pushes(), read.deletions(), read.quarantined(), read.skipped());
    boolean acts = !delivery.pushes().isEmpty();
    try {
      long id = inbox.record(delivery).await();
      metrics.count(RECEIVER, registry, acts ? Outcome.ACCEPTED : Outcome.IGNORED);
      listener.recorded(id, delivery);
      return acts;
    } catch (Inbox.FullException | Inbox.UnwritableException e) {
      metrics.count(RECEIVER, registry, Outcome.UNAVAILABLE);
      throw new UnrecordedException(String.valueOf(e.getMessage()), e);
    }
  }
}
