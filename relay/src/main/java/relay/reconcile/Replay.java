package relay.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.reconcile.RegistryHook.Sent;
import relay.time.Waiter;

/**
 * Takes from a registry's own delivery log the events that never became deliveries, and records them as such, oldest first.
 * Known by the id of the event; whatever is reported twice all the same merges by state. One thread.
 */
final class Replay {
  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
  private final String registry;
  private final List<RegistryHook> hooks;
  private final Sightings sightings;
  private final MissedEvents events;
  private final Duration oldest;
  private final Duration grace;
  private final Waiter waiter;
  private final Runnable found;
  private final Notices notices = new Notices(LOG);

  /**
   * Wires the replay of one registry.
   *
   * @param oldest older events are left alone; less than deliveries are kept, or else forgotten ones would come back
   * @param grace younger events may still be on their way to their receiver
   * @param found hears of each event with something to act on
   */
  Replay(String registry, List<RegistryHook> hooks, Sightings sightings, MissedEvents events, Duration oldest,
      Duration grace,
      Waiter waiter, Runnable found) {
    this.registry = registry;
    this.hooks = List.copyOf(hooks);
    this.sightings = sightings;
    this.events = events;
    this.oldest = oldest;
    this.grace = grace;
    this.waiter = waiter;
    this.found = found;
  }

  /** One look at all logs; true when every one could be read. Safe to repeat. */
  boolean round() throws InterruptedException {
    boolean whole = true;
    for (RegistryHook hook : hooks) {
      try {
        replay(hook);
        notices.over(hook.id());
      } catch (HookException e) {
        notices.once(hook.id(), "the delivery log of webhook " + hook.name() + " of " + registry + " is not used: "
            + e.getMessage());
        whole = false;
      } catch (MissedEvents.UnrecordedException e) {
        notices.once(hook.id(), "what webhook " + hook.name() + " of " + registry + " sent in vain is not recorded: "
            + e.getMessage());
        whole = false;
      }
    }
    return whole;
  }

  private void replay(RegistryHook hook) throws HookException, MissedEvents.UnrecordedException, InterruptedException {
    Instant now = waiter.now();
    Instant since = sightings.countsSince(hook.id(), now);
    Instant end = since.isAfter(now.minus(oldest)) ? since : now.minus(oldest);
    Instant arrived = now.minus(grace);
    List<Sent> young = hook.log().stream()
        .filter(sent -> sent.at().filter(at -> !at.isBefore(end) && !at.isAfter(arrived)).isPresent())
        .filter(sent -> !sent.action().equals("ping"))
        .sorted(Comparator.comparing((Sent sent) -> sent.at().orElseThrow())).toList();
    Set<String> missed = new HashSet<>(events.unknown(registry, young.stream().map(Sent::event).distinct().toList()));
    for (Sent sent : young) {
      if (missed.remove(sent.event()) && events.record(registry, sent.body())) {
        LOG.warn("{}: the {} of event {} never arrived; taken from the log of webhook {}", registry, sent.action(),
            sent.event(), hook.name());
        found.run();
      }
    }
  }
}
