package relay.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import relay.image.PinnedImage;
import relay.intake.Told.Kind;
import relay.push.Deletion;
import relay.push.Push;

/**
 * A request's body, read.
 *
 * @param delivery what is to be recorded
 * @param kinds what each of its events was
 * @param answer once it is recorded
 * @param keep whether it is worth a record of its own
 */
record Received(Delivery delivery, List<Kind> kinds, Answer answer, Keep keep) {
  private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final int MOST_NUMBERS = 20;

  /** How to answer; {@code json} is empty for no body. */
  record Answer(int status, Optional<String> json) {
    static final Answer OK = new Answer(200, Optional.empty());
    static final Answer ACCEPTED = new Answer(202, Optional.empty());
  }

  /** {@code SELDOM}: one of many alike, of which a few are enough. {@code NEVER}: the relay's own doing. */
  enum Keep {
    ALWAYS,
    SELDOM,
    NEVER
  }

  /** What a sender said of the whole delivery. */
  record Envelope(String door, String registry, Instant received, Optional<String> event, String action, String body) {
    Envelope {
      event = event.filter(id -> PRINTABLE.matcher(id).matches());
      action = WORD.matcher(action).matches() ? action : "unreadable";
    }
  }

  static Received of(Envelope envelope, List<Told> events, Answer answer, Keep keep) {
    List<Push> pushes = new ArrayList<>();
    List<Deletion> deletions = new ArrayList<>();
    List<PinnedImage> quarantined = new ArrayList<>();
    for (Told event : events) {
      switch (event) {
        case Told.Pushed(var push) -> pushes.add(push);
        case Told.Deleted(var deletion) -> deletions.add(deletion);
        case Told.Quarantined(var image) -> quarantined.add(image);
        case Told.Nothing _ -> {
        }
      }
    }
    var delivery = new Delivery(envelope.door(), envelope.registry(), envelope.received(), envelope.event(),
        envelope.action(), KeptBody.of(envelope.body()), pushes, deletions, quarantined, reasons(events));
    return new Received(delivery, events.stream().map(Told::kind).toList(), answer, keep);
  }

  /** Why what is not acted on is not: one sentence a reason, with the numbers of the events where there are several. */
  private static List<String> reasons(List<Told> events) {
    Map<String, List<Integer>> numbers = new LinkedHashMap<>();
    for (int i = 0; i < events.size(); i++) {
      Optional<String> why = why(events.get(i));
      if (why.isPresent()) {
        numbers.computeIfAbsent(why.get(), _ -> new ArrayList<>()).add(i + 1);
      }
    }
    return numbers.entrySet().stream()
        .map(entry -> events.size() == 1 ? entry.getKey() : inWords(entry.getValue()) + ": " + entry.getKey()).toList();
  }

  private static Optional<String> why(Told event) {
    return switch (event) {
      case Told.Pushed _ -> Optional.empty();
      case Told.Deleted _ -> Optional.of("a deletion is never acted on");
      case Told.Quarantined _ -> Optional.of("a quarantined image is not deployed until its push comes");
      case Told.Nothing(_, var why) -> Optional.of(why);
    };
  }

  private static String inWords(List<Integer> numbers) {
    String some = numbers.stream().limit(MOST_NUMBERS).map(String::valueOf).collect(Collectors.joining(", "));
    int more = numbers.size() - MOST_NUMBERS;
    return (numbers.size() == 1 ? "event " : "events ") + some + (more > 0 ? " and " + more + " more" : "");
  }
}
