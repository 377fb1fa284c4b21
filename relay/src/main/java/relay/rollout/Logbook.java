package relay.rollout;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import relay.rollout.RolloutState.Settled;
import relay.rollout.RolloutState.Untouched;
import relay.rollout.RolloutState.Waiting;

/** Saves moves with what they bring, then tells the listener. Blocks as the journal does. */
final class Logbook {
  private final Journal journal;
  private final RolloutListener listener;
  private final InstantSource clock;

  Logbook(Journal journal, RolloutListener listener, InstantSource clock) {
    this.journal = journal;
    this.listener = listener;
    this.clock = clock;
  }
  <S extends RolloutState> S move(Rollout rollout, RolloutState from, S to, String sentence) {
    return save(rollout, from, to, sentence, List.of());
  }
  /** The end of a rollout that did not touch the app; {@code again}: its reason may pass. */
  Settled end(Rollout rollout, Untouched from, Settled to, boolean again, String sentence) {
    return save(rollout, from, to, sentence, Aftermath.untouched(rollout, to, again, clock.instant()));
  }
  /** The end of a rollout that did. */
  Settled end(Rollout rollout, RolloutState from, Change change, Settled to, String sentence) {
    return save(rollout, from, to, sentence, Aftermath.of(rollout, change, to, clock.instant()));
  }
  /** Somebody else changed the image: the app is held, and the rollout waits for a person. */
  Waiting drift(Rollout rollout, Untouched from, Live expected, Live found) {
    listener.drift(rollout.app(), true);
    return save(rollout, from, from.waiting("hold"), "Waits: " + inWords(expected, found),
        drift(rollout.app(), expected, found, clock.instant()));
  }
  static List<Effect> drift(AppName app, Live expected, Live found, Instant now) {
    return List.of(new Effect.HoldApp(Hold.drift(expected, found, now)), told(app, expected, found, now));
  }
  static Effect told(AppName app, Live expected, Live found, Instant now) {
    return new Effect.Announce(new Announcement("drift", app, Optional.empty(), now,
        Map.of("expected", expected.toString(), "found", found.toString())));
  }
  static String inWords(Live expected, Live found) {
    return Hold.inWords(expected, found);
  }
  private <S extends RolloutState> S save(Rollout rollout, RolloutState from, S to, String sentence,
      List<Effect> effects) {
    S saved = journal.save(rollout.id(), to, sentence, effects);
    listener.moved(at(rollout, to), from, to, sentence);
    return saved;
  }
  Rollout at(Rollout rollout, RolloutState state) {
    return new Rollout(rollout.id(), rollout.request(), state, rollout.opened(), clock.instant());
  }
}
