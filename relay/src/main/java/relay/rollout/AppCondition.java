package relay.rollout;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import relay.app.AppRecord;
import relay.app.Observation;
import relay.app.Observation.Condition;

/** What can be said of an app, as something else than the state of its newest rollout; the first that holds counts. */
public enum AppCondition {
  /** A rollout left it where neither the new image nor the rollback target answers well. */
  STUCK,
  /** A rollout has it in its hands. */
  ROLLING,
  /** It answers, but not as it should, or it is stopped. */
  UNWELL,
  /** Someone else changed its image. */
  DRIFTED,
  /** Nothing of it can be seen. */
  UNSEEN,
  /** Automatic rollouts wait. */
  HELD,
  /** It was not looked at yet. */
  NEW,
  /** At the last look it answered as it should. */
  WELL;

  /** Judges from what the journal holds; a look from before a rollout says nothing while that is under way. */
  public static AppCondition of(AppRecord record, List<Rollout> unfinished, Optional<Rollout> stuck) {
    if (unfinished.stream().anyMatch(Rollout::isUnderWay)) {
      return ROLLING;
    }
    if (stuck.isPresent()) {
      return STUCK;
    }
    Optional<Condition> seen = record.observation().map(Observation::condition);
    AppCondition idle = seen.map(AppCondition::of).orElse(NEW);
    return record.hold().isPresent() && (idle == WELL || idle == NEW) ? HELD : idle;
  }

  private static AppCondition of(Condition seen) {
    return switch (seen) {
      case Condition.Well() -> WELL;
      case Condition.Unwell _ -> UNWELL;
      case Condition.Drifted _ -> DRIFTED;
      case Condition.Unseen _ -> UNSEEN;
    };
  }

  /** The bounded word for it in metrics, API and records. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
