package relay.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.image.PinnedImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.StopRequest;
import relay.rollout.record.Journal;
import relay.rollout.record.Moment;

/** What the journal holds, each answer kept until something is written: loops that wait ask the same again and again. */
final class JournalView {
  private record Question(String what, Object about, int most) {}

  private final Journal journal;
  private final Map<Question, Object> answers = new HashMap<>();

  JournalView(Journal journal) {
    this.journal = journal;
  }

  /** Something was written. */
  void clear() {
    answers.clear();
  }

  @SuppressWarnings("unchecked")
  private <T> T asked(String what, Object about, int most, Supplier<T> answer) {
    return (T) answers.computeIfAbsent(new Question(what, about, most), _ -> answer.get());
  }

  AppRecord record(AppName app) {
    return asked("record", app, 0, () -> journal.record(app));
  }

  List<Rollout> unfinished(AppName app) {
    return asked("unfinished", app, 0, () -> journal.unfinished(app));
  }

  List<Rollout> history(Optional<AppName> app, int most) {
    return asked("history", app, most, () -> journal.history(app, most));
  }

  Optional<Rollout> rollout(RolloutId id) {
    return asked("rollout", id, 0, () -> journal.rollout(id));
  }

  Optional<Rollout> stuck(AppName app) {
    return asked("stuck", app, 0, () -> journal.stuck(app));
  }

  Optional<StopRequest> stopRequested(RolloutId id) {
    return asked("stop", id, 0, () -> journal.stopRequested(id));
  }

  boolean quarantined(PinnedImage image) {
    return asked("quarantined", image, 0, () -> journal.quarantined(image));
  }

  List<Moment> timeline(RolloutId id) {
    return asked("timeline", id, 0, () -> journal.timeline(id));
  }

  /** Something else that is asked again and again. */
  <T> T other(String what, Object about, Supplier<T> answer) {
    return asked(what, about, 0, answer);
  }

  /** The rollout that has the app in its hands; empty when it is idle. */
  Optional<Rollout> underWay(AppName app) {
    return unfinished(app).stream().filter(Rollout::isUnderWay).findFirst();
  }
}
