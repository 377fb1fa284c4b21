package relay.simulation;

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
import relay.rollout.record.Effect;
import relay.rollout.record.Journal;
import relay.rollout.record.Moment;
import relay.rollout.record.Note;

/** The journal as one life of the relay has it; what is saved is held against the promises. */
record ShipJournal(Journal journal, JournalView view, Life life, SavePromises promises) implements Journal {
  @Override
  public Rollout open(RolloutRequest request) {
    return life.write(() -> journal.open(request), promises::opened);
  }

  @Override
  public Rollout save(Rollout from, RolloutState to, List<Note> notes, List<Effect> effects) {
    return life.write(() -> {
      promises.saving(from, to, effects);
      return journal.save(from, to, notes, effects);
    }, saved -> promises.saved(from, saved, effects));
  }

  @Override
  public void note(RolloutId id, Note note) {
    var _ = life.write(() -> {
      journal.note(id, note);
      return id;
    }, _ -> {});
  }

  @Override
  public void apply(AppName app, Actor by, String reason, List<Effect> effects) {
    var _ = life.write(() -> {
      journal.apply(app, by, reason, effects);
      return app;
    }, _ -> {});
  }

  @Override
  public boolean requestStop(RolloutId id, StopRequest request) {
    return life.write(() -> journal.requestStop(id, request), _ -> {});
  }

  @Override
  public void bringForward(RolloutId id, Note why) {
    var _ = life.write(() -> {
      journal.bringForward(id, why);
      return id;
    }, _ -> {});
  }

  @Override
  public Optional<StopRequest> stopRequested(RolloutId id) {
    return life.read(() -> view.stopRequested(id));
  }

  @Override
  public Optional<Rollout> rollout(RolloutId id) {
    return life.read(() -> view.rollout(id));
  }

  @Override
  public List<Rollout> unfinished(AppName app) {
    return life.read(() -> view.unfinished(app));
  }

  @Override
  public List<Rollout> history(Optional<AppName> app, int limit) {
    return life.read(() -> view.history(app, limit));
  }

  @Override
  public Optional<Rollout> stuck(AppName app) {
    return life.read(() -> view.stuck(app));
  }

  @Override
  public AppRecord record(AppName app) {
    return life.read(() -> view.record(app));
  }

  @Override
  public boolean quarantined(PinnedImage image) {
    return life.read(() -> view.quarantined(image));
  }

  @Override
  public List<Moment> timeline(RolloutId id) {
    return life.read(() -> view.timeline(id));
  }
}
