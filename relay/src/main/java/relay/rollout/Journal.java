package relay.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.image.PinnedImage;

/**
 * What the relay did and why, for those who may wait: every call returns after its commit, so never on an event loop.
 * A call that fails throws {@link JournalFailure}, and nothing of it was stored.
 */
public interface Journal {
  /** Opens a rollout in {@code Queued}. Not safe to repeat: each call opens one. */
  Rollout open(RolloutRequest request);

  /** Saves a move with its sentence for the timeline and all effects, in one transaction. */
  <S extends RolloutState> S save(RolloutId id, S state, String sentence, List<Effect> effects);

  default <S extends RolloutState> S save(RolloutId id, S state, String sentence) {
    return save(id, state, sentence, List.of());
  }

  /** A sentence for the timeline without a move. */
  void note(RolloutId id, String sentence);

  /** Effects that no rollout brings (first sight, hold, release, forgive, drift), with who did it and why, audited. */
  void apply(AppName app, String who, String why, List<Effect> effects);

  /** A person wants this rollout ended. Safe to repeat: the first wish stays, and a settled rollout takes none. */
  void wantCancel(RolloutId id, String who, String why);

  /** Who wants the rollout ended, and why, each time it is asked; empty when nobody does. */
  Optional<CancelWish> cancelWanted(RolloutId id);

  Optional<Rollout> rollout(RolloutId id);

  /** Rollouts that are not settled, oldest first. */
  List<Rollout> unfinished(AppName app);

  /** The newest rollouts of the app first; of all apps when {@code app} is empty. */
  List<Rollout> history(Optional<AppName> app, int limit);

  /** The newest rollout of the app whose state is {@code Stuck} and after which none touched the app. */
  Optional<Rollout> stuck(AppName app);

  AppRecord memory(AppName app);

  /** Whether the registry told of this image as quarantined, and of no push of it so far, whichever it told first. */
  boolean quarantined(PinnedImage image);

  /** What happened in a rollout, oldest first. */
  List<Moment> timeline(RolloutId id);

  /** One line of a timeline; {@code state} is the label of the state it was then in. */
  record Moment(Instant at, String state, String sentence) {}

  record CancelWish(String who, String why) {}

  /** The journal could not read or commit. */
  final class JournalFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalFailure(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
