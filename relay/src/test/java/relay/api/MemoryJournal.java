package relay.api;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.app.ConfiguredImage;
import relay.image.PinnedImage;
import relay.rollout.Effect;
import relay.rollout.Journal;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Queued;
import relay.rollout.RolloutState.Settled;
import relay.rollout.RolloutState.Stuck;

/** A journal that forgets at the end of the test, and can be made to fail. */
final class MemoryJournal implements Journal {
  private final Clock clock;
  private final Map<RolloutId, Rollout> rollouts = new LinkedHashMap<>();
  private final Map<RolloutId, List<Moment>> timelines = new HashMap<>();
  private final Map<RolloutId, CancelWish> wishes = new HashMap<>();
  private final Map<AppName, AppRecord> memories = new HashMap<>();
  private final List<String> audit = new ArrayList<>();
  private boolean broken;

  MemoryJournal(Clock clock) {
    this.clock = clock;
  }

  synchronized void breakDown() {
    broken = true;
  }

  /** Who did what and why, without a rollout, oldest first. */
  synchronized List<String> audit() {
    return List.copyOf(audit);
  }

  private void demandWhole() {
    if (broken) {
      throw new JournalFailure("disk gone", new IOException("s3cret detail"));
    }
  }

  @Override
  public synchronized Rollout open(RolloutRequest request) {
    demandWhole();
    var rollout = new Rollout(new RolloutId(rollouts.size() + 1L), request, new Queued(), clock.instant(),
        clock.instant());
    rollouts.put(rollout.id(), rollout);
    timelines.put(rollout.id(), new ArrayList<>(List.of(new Moment(clock.instant(), "queued", "opened"))));
    return rollout;
  }

  @Override
  public synchronized <S extends RolloutState> S save(RolloutId id, S state, String sentence, List<Effect> effects) {
    demandWhole();
    Rollout before = demand(id);
    rollouts.put(id, new Rollout(id, before.request(), state, before.opened(), clock.instant()));
    lines(id).add(new Moment(clock.instant(), state.label(), sentence));
    if (state instanceof Healthy(var live, _)) {
      remember(before.app(), memory -> proven(memory, live));
    }
    effects.forEach(effect -> apply(before.app(), effect));
    return state;
  }

  @Override
  public synchronized void note(RolloutId id, String sentence) {
    demandWhole();
    lines(id).add(new Moment(clock.instant(), demand(id).state().label(), sentence));
  }

  @Override
  public synchronized void apply(AppName app, String who, String why, List<Effect> effects) {
    demandWhole();
    effects.forEach(effect -> {
      audit.add(who + " " + effect.getClass().getSimpleName() + " " + app + ": " + why);
      apply(app, effect);
    });
  }

  private Rollout demand(RolloutId id) {
    return Optional.ofNullable(rollouts.get(id)).orElseThrow();
  }

  private List<Moment> lines(RolloutId id) {
    return timelines.computeIfAbsent(id, _ -> new ArrayList<>());
  }

  private void apply(AppName app, Effect effect) {
    switch (effect) {
      case Effect.Expect(var live, var tag) -> remember(app, memory -> with(memory, Optional.of(live), tag));
      case Effect.ExpectNothing() -> remember(app, memory -> with(memory, Optional.empty(), memory.liveTag()));
      case Effect.FirstSight(var live, _) -> remember(app, memory -> with(memory, Optional.of(live), memory.liveTag()));
      case Effect.Reject(var digest, var why) -> remember(app, memory -> {
        var rejected = new HashMap<>(memory.rejected());
        rejected.put(digest, why);
        return new AppRecord(memory.expected(), memory.presumed(), memory.foreign(), memory.proven(), memory.liveTag(),
            rejected, memory.hold());
      });
      case Effect.Forgive(var digest) -> remember(app, memory -> {
        var rejected = new HashMap<>(memory.rejected());
        rejected.remove(digest);
        return new AppRecord(memory.expected(), memory.presumed(), memory.foreign(), memory.proven(), memory.liveTag(),
            rejected, memory.hold());
      });
      case Effect.HoldApp(var hold) -> remember(app, memory -> new AppRecord(memory.expected(), memory.presumed(),
          memory.foreign(), memory.proven(), memory.liveTag(), memory.rejected(),
          memory.hold().or(() -> Optional.of(hold))));
      case Effect.ReleaseApp() -> remember(app, memory -> new AppRecord(memory.expected(), memory.presumed(),
          memory.foreign(), memory.proven(), memory.liveTag(), memory.rejected(), Optional.empty()));
      case Effect.EndDrift() -> audit.add("drift ended");
      case Effect.Open(var request) -> open(request);
      case Effect.Announce _ -> audit.add("announced");
    }
  }

  private void remember(AppName app, UnaryOperator<AppRecord> change) {
    memories.put(app, change.apply(memories.getOrDefault(app, AppRecord.NONE)));
  }

  private static AppRecord with(AppRecord memory, Optional<ConfiguredImage> expected, Optional<String> tag) {
    return new AppRecord(expected, memory.presumed(), memory.foreign(), memory.proven(), tag, memory.rejected(),
        memory.hold());
  }

  private static AppRecord proven(AppRecord memory, PinnedImage image) {
    var proven = new ArrayList<>(memory.proven());
    proven.remove(image);
    proven.addFirst(image);
    return new AppRecord(memory.expected(), memory.presumed(), memory.foreign(), proven, memory.liveTag(),
        memory.rejected(), memory.hold());
  }

  @Override
  public synchronized void wantCancel(RolloutId id, String who, String why) {
    demandWhole();
    wishes.putIfAbsent(id, new CancelWish(who, why));
  }

  @Override
  public synchronized Optional<CancelWish> cancelWanted(RolloutId id) {
    return Optional.ofNullable(wishes.get(id));
  }

  @Override
  public synchronized Optional<Rollout> rollout(RolloutId id) {
    demandWhole();
    return Optional.ofNullable(rollouts.get(id));
  }

  @Override
  public synchronized List<Rollout> unfinished(AppName app) {
    return rollouts.values().stream().filter(one -> one.app().equals(app) && !(one.state() instanceof Settled))
        .toList();
  }

  @Override
  public synchronized List<Rollout> history(Optional<AppName> app, int limit) {
    demandWhole();
    return List.copyOf(rollouts.values()).reversed().stream()
        .filter(one -> app.isEmpty() || app.get().equals(one.app())).limit(limit).toList();
  }

  @Override
  public synchronized Optional<Rollout> stuck(AppName app) {
    return history(Optional.of(app), 1).stream().filter(one -> one.state() instanceof Stuck).findFirst();
  }

  @Override
  public boolean quarantined(PinnedImage image) {
    return false;
  }

  @Override
  public synchronized AppRecord memory(AppName app) {
    demandWhole();
    return memories.getOrDefault(app, AppRecord.NONE);
  }

  @Override
  public synchronized List<Moment> timeline(RolloutId id) {
    return List.copyOf(timelines.getOrDefault(id, List.of()));
  }
}
