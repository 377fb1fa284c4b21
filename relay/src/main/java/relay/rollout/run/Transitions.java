package relay.rollout.run;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import relay.app.AppName;
import relay.rollout.Rollout;
import relay.rollout.RolloutState;
import relay.rollout.record.Effect;
import relay.rollout.record.Journal;
import relay.rollout.record.Note;
import relay.rollout.record.RolloutListener;

/** Saves moves with all that they bring, then informs the listener. Blocks as the journal does. */
public final class Transitions {
  private final Journal journal;
  private final RolloutListener listener;
  private final InstantSource clock;

  public Transitions(Journal journal, RolloutListener listener, InstantSource clock) {
    this.journal = journal;
    this.listener = listener;
    this.clock = clock;
  }

  public Rollout move(Rollout from, RolloutState to) {
    return move(from, to, List.of(), List.of());
  }

  public Rollout move(Rollout from, RolloutState to, List<Note> notes) {
    return move(from, to, notes, List.of());
  }

  /**
   * Saves with the effects that every such move has, and {@code further} ones.
   *
   * @throws relay.rollout.record.OvertakenException when somebody else moved the rollout: then nothing was saved
   */
  public Rollout move(Rollout from, RolloutState to, List<Note> notes, List<Effect> further) {
    List<Effect> effects = new ArrayList<>(OutcomeEffects.of(from, to, clock.instant()));
    effects.addAll(further);
    List<Rollout> older = effects.stream().flatMap(effect -> superseded(effect).stream()).toList();
    Rollout saved = journal.save(from, to, notes, List.copyOf(effects));
    older.forEach(before -> journal.rollout(before.id()).ifPresent(now -> listener.moved(now, before.state())));
    listener.moved(saved, from.state());
    return saved;
  }

  private Optional<Rollout> superseded(Effect effect) {
    return effect instanceof Effect.Supersede(var older, _) ? journal.rollout(older) : Optional.empty();
  }

  /** Someone else changed the image: to be called with the save that says so. */
  public void drifted(AppName app) {
    listener.drift(app, true);
  }

  /** Saves what was written without another state; {@code live} among the effects. */
  public Rollout stay(Rollout rollout, List<Note> notes, List<Effect> effects) {
    return journal.save(rollout, rollout.state(), notes, effects);
  }
}
