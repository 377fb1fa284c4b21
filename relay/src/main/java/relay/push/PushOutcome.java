package relay.push;

import java.util.Optional;
import relay.app.AppName;
import relay.rollout.RolloutId;

/** What became of a push for one app, as recorded. */
public sealed interface PushOutcome {
  record Opened(AppName app, RolloutId rollout) implements PushOutcome {}

  /** It said nothing new: in flight in {@code into}, or live and proven (empty). */
  record Merged(AppName app, Optional<RolloutId> into) implements PushOutcome {}

  record BroughtForward(AppName app, RolloutId rollout) implements PushOutcome {}

  /** {@code app} is empty when no app is concerned. */
  record Ignored(Optional<AppName> app, IgnoreReason why) implements PushOutcome {}

  /** Stable: clients, alerts and runbooks depend on it. */
  default String code() {
    return switch (this) {
      case Opened _ -> "opened";
      case Merged _ -> "merged";
      case BroughtForward _ -> "brought-forward";
      case Ignored(_, var why) -> why.code();
    };
  }

  /** One sentence without a full stop. */
  default String sentence() {
    return switch (this) {
      case Opened(var app, var rollout) -> app + ": rollout " + rollout;
      case Merged(var app, var into) ->
        app + ": " + into.map(id -> "already in flight in rollout " + id).orElse("already live");
      case BroughtForward(var app, var rollout) -> app + ": rollout " + rollout + " starts at once";
      case Ignored(var app, var why) -> app.map(name -> name + ": ").orElse("") + why.sentence();
    };
  }
}
