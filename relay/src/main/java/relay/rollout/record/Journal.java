package relay.rollout.record;

import java.util.List;
import java.util.Optional;
import relay.app.Actor;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.image.PinnedImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.StopRequest;

/**
 * What the relay did and why, for those who may wait: every call returns after its commit, so never on an event loop.
 * A call that fails throws {@link JournalException}, and nothing of it was stored. Apps are known by their names in the
 * configuration; the journal keeps them by their sites.
 */
public interface Journal {
  /** Opens a rollout in {@code Queued}. Not safe to repeat: each call opens one. */
  Rollout open(RolloutRequest request);

  /**
   * Saves a move with notes for the timeline (they come before the move) and all effects, in one transaction.
   *
   * @param from the rollout as it was read
   * @return the rollout as it is now
   * @throws OvertakenException when it is no longer so, or one that is to be superseded is not
   */
  Rollout save(Rollout from, RolloutState to, List<Note> notes, List<Effect> effects);

  /** Adds a note to the timeline without a move. */
  void note(RolloutId id, Note note);

  /** Effects that no rollout brings (first sight, hold, release, unreject, drift), audited with who did it and why. */
  void apply(AppName app, Actor by, String reason, List<Effect> effects);

  /**
   * A person wants this rollout ended. Safe to repeat: the first request stays, but a rollback replaces a cancel.
   *
   * @return whether the rollout was still under way
   */
  boolean requestStop(RolloutId id, StopRequest request);

  /** Who wants the rollout ended, and why, each time it is asked; empty when nobody does. */
  Optional<StopRequest> stopRequested(RolloutId id);

  /** Lets a pending rollout start at once; does nothing when it has started or is over. */
  void bringForward(RolloutId id, Note why);

  Optional<Rollout> rollout(RolloutId id);

  /** Rollouts that are not settled, oldest first. A row that cannot be read is left out, logged and counted. */
  List<Rollout> unfinished(AppName app);

  /** The newest rollouts of the app first; of all apps when {@code app} is empty. */
  List<Rollout> history(Optional<AppName> app, int limit);

  /** The rollout that touched the app last, if its state is {@code Stuck}. */
  Optional<Rollout> stuck(AppName app);

  AppRecord record(AppName app);

  /** Whether the registry reported this image as quarantined, and no push of it so far, whichever came first. */
  boolean quarantined(PinnedImage image);

  /** What happened in a rollout, oldest first. */
  List<Moment> timeline(RolloutId id);
}
