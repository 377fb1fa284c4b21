package relay.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import relay.image.PinnedImage;
import relay.push.Deletion;
import relay.push.Push;

/**
 * A request's body, read.
 *
 * @param delivery what is to be recorded
 * @param events what each of its events amounts to
 * @param answer to be written once it is recorded
 * @param keep whether it is worth a record of its own
 */
public record ParsedDelivery(Delivery delivery, List<ParsedEvent> events, Answer answer, Keep keep) {
  private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  public ParsedDelivery {
    events = List.copyOf(events);
  }

  /** How to answer; {@code json} is empty for no body. */
  public record Answer(int status, Optional<String> json) {
    public static final Answer OK = new Answer(200, Optional.empty());
    public static final Answer ACCEPTED = new Answer(202, Optional.empty());
  }

  /** Whether a delivery gets a record of its own. */
  public enum Keep {
    ALWAYS,
    /** One of many alike, of which a few are enough. */
    SELDOM,
    /** The relay's own doing. */
    NEVER
  }

  /**
   * What the sender says of the whole delivery.
   *
   * @param event its id; one that cannot be shown is left out
   * @param action in the sender's word; one that cannot be shown becomes {@code unreadable}
   * @param body as received
   */
  public record Envelope(String receiver, String registry, Instant received, Optional<String> event, String action,
      String body) {
    public Envelope {
      event = event.filter(id -> PRINTABLE.matcher(id).matches());
      action = WORD.matcher(action).matches() ? action : "unreadable";
    }
  }

  public static ParsedDelivery of(Envelope envelope, List<ParsedEvent> events, Answer answer, Keep keep) {
    List<Push> pushes = new ArrayList<>();
    List<Deletion> deletions = new ArrayList<>();
    List<PinnedImage> quarantined = new ArrayList<>();
    for (ParsedEvent event : events) {
      switch (event) {
        case ParsedEvent.Pushed pushed -> pushes.add(pushed.push());
        case ParsedEvent.Deleted(var deletion) -> deletions.add(deletion);
        case ParsedEvent.Quarantined(var image) -> quarantined.add(image);
        case ParsedEvent.Skipped _ -> { // its reason is recorded below
        }
      }
    }
    var delivery = new Delivery(envelope.receiver(), envelope.registry(), envelope.received(), envelope.event(),
        envelope.action(), StoredBody.of(envelope.body()), pushes, deletions, quarantined,
        SkippedEvents.among(events));
    return new ParsedDelivery(delivery, events, answer, keep);
  }

  /** Whether it holds this one event and nothing else. */
  boolean isOnly(Class<? extends SkipReason> why) {
    return events.size() == 1 && events.getFirst().skipped().filter(why::isInstance).isPresent();
  }

  boolean holds(Class<? extends SkipReason> why) {
    return events.stream().anyMatch(event -> event.skipped().filter(why::isInstance).isPresent());
  }
}
