package relay.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Events of one delivery that start nothing for one reason.
 *
 * @param numbers of the first few of them, counted from 1; empty where the delivery holds a single event
 * @param count how many there are
 */
public record SkippedEvents(SkipReason why, List<Integer> numbers, int count) {
  private static final int MAX_NUMBERS = 20;

  public SkippedEvents {
    numbers = List.copyOf(numbers);
  }

  /** One entry a reason, in the order of the events. */
  static List<SkippedEvents> among(List<ParsedEvent> events) {
    Map<SkipReason, List<Integer>> numbers = new LinkedHashMap<>();
    for (int i = 0; i < events.size(); i++) {
      Optional<SkipReason> why = events.get(i).skipped();
      if (why.isPresent()) {
        numbers.computeIfAbsent(why.get(), _ -> new ArrayList<>()).add(i + 1);
      }
    }
    boolean several = events.size() > 1;
    return numbers.entrySet().stream().map(entry -> new SkippedEvents(entry.getKey(),
        entry.getValue().stream().limit(several ? MAX_NUMBERS : 0).toList(), entry.getValue().size())).toList();
  }

  public String code() {
    return why.code();
  }

  /** Without a full stop. */
  public String sentence() {
    if (numbers.isEmpty()) {
      return why.sentence();
    }
    String some = numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    int more = count - numbers.size();
    return (count == 1 ? "event " : "events ") + some + (more > 0 ? " and " + more + " more" : "") + ": "
        + why.sentence();
  }
}
