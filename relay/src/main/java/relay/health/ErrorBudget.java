package relay.health;

import java.util.ArrayList;
import java.util.List;
import relay.health.Clues.Findings;

/** How many bad answers of a soak are forgiven: at most {@code allowed} within the last {@code window} answers. */
record ErrorBudget(int allowed, int window, List<Reading> last) {
  ErrorBudget(int allowed, int window) {
    this(allowed, window, List.of());
  }

  /** An answer of the image before costs nothing. */
  ErrorBudget with(Reading reading) {
    if (reading instanceof Reading.Old) {
      return this;
    }
    var all = new ArrayList<>(last);
    all.add(reading);
    return new ErrorBudget(allowed, window,
        List.copyOf(all.subList(Math.max(0, all.size() - window), all.size())));
  }

  boolean spent() {
    return bad().size() > allowed;
  }

  Verdict.Bad giveUp(Findings found) {
    List<Reading> bad = bad();
    String why = bad.size() + " bad answers of " + last.size() + " while it was watched, the last: "
        + inWords(bad.getLast());
    if (found.fault().isPresent()) {
      return new Verdict.Bad(found.fault().get().blame(), why + "; " + found.fault().get().why(), found.lastLines());
    }
    boolean ownWords = bad.stream().anyMatch(r -> r instanceof Reading.Unwell(var marked, _) && marked);
    return new Verdict.Bad(ownWords ? Blame.IMAGE : Blame.UNKNOWN, why, found.lastLines());
  }

  private List<Reading> bad() {
    return last.stream().filter(r -> !(r instanceof Reading.Well)).toList();
  }

  private static String inWords(Reading reading) {
    return switch (reading) {
      case Reading.Well _ -> "well";
      case Reading.Old _ -> "the image before still answers";
      case Reading.Unwell(_, var why) -> why;
      case Reading.Silent(_, var why) -> why;
    };
  }
}
