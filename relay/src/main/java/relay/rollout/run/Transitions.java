package relay.rollout.run;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import relay.app.AppName;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.rollout.Announcement;
import relay.rollout.Change;
import relay.rollout.Effect;
import relay.rollout.Journal;
import relay.rollout.Rollout;
import relay.rollout.RolloutListener;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Settled;
import relay.rollout.RolloutState.Untouched;
import relay.rollout.RolloutState.Waiting;

/** Saves moves with what they bring, then tells the listener. Blocks as the journal does. */
public final class Transitions {
  private final Journal journal;
  private final RolloutListener listener;
  private final InstantSource clock;

  public Transitions(Journal journal, RolloutListener listener, InstantSource clock) {
    this.journal = journal;
    this.listener = listener;
    this.clock = clock;
  }

  public <S extends RolloutState> S move(Rollout rollout, RolloutState from, S to, String sentence) {
    return save(rollout, from, to, sentence, List.of());
  }

  /** The end of a rollout that did not touch the app; {@code again}: its reason may pass. */
  public Settled end(Rollout rollout, Untouched from, Settled to, boolean again, String sentence) {
    return save(rollout, from, to, sentence, OutcomeEffects.untouched(rollout, to, again, clock.instant()));
  }

  /** The end of a rollout that did. */
  public Settled end(Rollout rollout, RolloutState from, Change change, Settled to, String sentence) {
    return save(rollout, from, to, sentence, OutcomeEffects.of(rollout, change, to, clock.instant()));
  }

  /** Somebody else changed the image: the app is held, and the rollout waits for a person. */
  public Waiting drift(Rollout rollout, Untouched from, ConfiguredImage expected, ConfiguredImage found) {
    listener.drift(rollout.app(), true);
    return save(rollout, from, from.waiting("hold"), "Waits: " + inWords(expected, found),
        drift(rollout.app(), expected, found, clock.instant()));
  }

  public static List<Effect> drift(AppName app, ConfiguredImage expected, ConfiguredImage found, Instant now) {
    return List.of(new Effect.HoldApp(Hold.drift(expected, found, now)), told(app, expected, found, now));
  }

  public static Effect told(AppName app, ConfiguredImage expected, ConfiguredImage found, Instant now) {
    return new Effect.Announce(new Announcement("drift", app, Optional.empty(), now,
        Map.of("expected", expected.toString(), "found", found.toString())));
  }

  public static String inWords(ConfiguredImage expected, ConfiguredImage found) {
    return Hold.inWords(expected, found);
  }

  private <S extends RolloutState> S save(Rollout rollout, RolloutState from, S to, String sentence,
      List<Effect> effects) {
    S saved = journal.save(rollout.id(), to, sentence, effects);
    listener.moved(at(rollout, to), from, to, sentence);
    return saved;
  }

  public Rollout at(Rollout rollout, RolloutState state) {
    return new Rollout(rollout.id(), rollout.request(), state, rollout.opened(), clock.instant());
  }
}
