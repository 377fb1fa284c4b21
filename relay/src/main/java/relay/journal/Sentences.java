package relay.journal;

import java.util.Optional;
import relay.app.AppName;
import relay.push.Pushes.Decision;
import relay.rollout.Cause;
import relay.rollout.Effect;
import relay.rollout.RolloutRequest;

/** What the journal itself puts into words: how a rollout began, what became of a push, what an act did. */
final class Sentences {
  private Sentences() {}

  static String opened(RolloutRequest request) {
    String wanted = request.wanted().inWords();
    return switch (request.cause()) {
      case Cause.Pushed(var delivery, _) ->
        "Opened for " + wanted + ": a push in delivery " + delivery + " told of it.";
      case Cause.Deploy(var who, var reason) -> "Opened for " + wanted + ": " + who + " asked for it (" + reason + ").";
      case Cause.Rollback(var who, var reason) ->
        "Opened for " + wanted + ": " + who + " asked to go back (" + reason + ").";
      case Cause.Adopt(var who, var reason) ->
        "Opened for " + wanted + ": " + who + " asked to keep it (" + reason + ").";
      case Cause.Revert(var who, var reason) ->
        "Opened for " + wanted + ": " + who + " undoes somebody else's change (" + reason + ").";
      case Cause.Reconciled(var found) -> "Opened for " + wanted + ": " + found + ".";
      case Cause.Retried(var earlier, var attempt) ->
        "Opened for " + wanted + ": try " + attempt + " after rollout " + earlier + ", not before "
            + request.notBefore() + ".";
    };
  }

  static String decided(Decision decision, long opened) {
    return switch (decision) {
      case Decision.Open(var request) -> request.app() + ": rollout " + opened + " for " + request.wanted().inWords();
      case Decision.Merge(var app, var into) ->
        app + ": " + into.map(id -> "already in flight in rollout " + id).orElse("already live");
      case Decision.Ignore(var app, var why) -> app.map(name -> name + ": ").orElse("") + why;
    };
  }

  static Optional<AppName> appOf(Decision decision) {
    return switch (decision) {
      case Decision.Open(var request) -> Optional.of(request.app());
      case Decision.Merge(var app, _) -> Optional.of(app);
      case Decision.Ignore(var app, _) -> app;
    };
  }

  static String inWords(Effect effect) {
    return switch (effect) {
      case Effect.Expect(var live, _) -> "expects " + live;
      case Effect.ExpectNothing() -> "expects nothing any more";
      case Effect.FirstSight(var live, _) -> "first sight of " + live;
      case Effect.Reject(var digest, var why) -> "rejects " + digest.brief() + " (" + why + ")";
      case Effect.Forgive(var digest) -> "forgives " + digest.brief();
      case Effect.HoldApp(var hold) -> "holds (" + hold.why() + ")";
      case Effect.ReleaseApp() -> "releases";
      case Effect.EndDrift() -> "releases if held for drift";
      case Effect.Open(var request) -> "opens a rollout for " + request.wanted().inWords();
      case Effect.Announce(var announcement) -> "announces " + announcement.type();
    };
  }
}
