package sandbox.eventgrid;

import java.time.Instant;
import java.util.List;

/** What travels together: one event, or a batch. Used on the deliverer's thread alone. */
final class Parcel {
  private final List<GridEvent> events;
  private final long posted = System.nanoTime();
  private Instant lastTry = Instant.now();
  private int tries;
  private boolean delivered;

  Parcel(List<GridEvent> events) {
    this.events = List.copyOf(events);
  }

  List<GridEvent> events() { return events; }

  List<String> ids() { return events.stream().map(GridEvent::id).toList(); }

  int tries() { return tries; }

  Instant lastTry() { return lastTry; }

  long ageNanos() { return System.nanoTime() - posted; }

  /** Counts a try and tells its number, which is 0 for the first. */
  int nextTry() {
    lastTry = Instant.now();
    return tries++;
  }

  /** Somebody has it: a late answer counts too. */
  void delivered() {
    delivered = true;
  }

  boolean isDelivered() { return delivered; }
}
