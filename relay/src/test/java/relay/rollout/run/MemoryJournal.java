package relay.rollout.run;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.image.Digest;
import relay.image.PinnedImage;
import relay.push.Push;
import relay.push.Pushes;
import relay.rollout.Announcement;
import relay.rollout.Effect;
import relay.rollout.Journal;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Settled;
import relay.rollout.RolloutState.Stuck;

/** The journal as its contract describes it, in memory. A "crash" is to build new runners over the same one. */
final class MemoryJournal implements Journal, Pushes {
  private final InstantSource clock;
  private final TreeMap<RolloutId, Rollout> rollouts = new TreeMap<>();
  private final Map<RolloutId, List<Moment>> moments = new HashMap<>();
  private final Map<RolloutId, CancelWish> wishes = new HashMap<>();
  private final Map<AppName, AppRecord> apps = new HashMap<>();
  private final Map<AppName, List<PinnedImage>> proven = new HashMap<>();
  private final List<Pending> pending = new ArrayList<>();
  final Set<PinnedImage> quarantined = new HashSet<>();
  final List<Decision> decisions = new ArrayList<>();
  final List<Announcement> announced = new ArrayList<>();
  /** Runs after each save: a test may throw here to crash at that very moment. */
  Runnable afterSave = () -> {};

  MemoryJournal(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Rollout open(RolloutRequest request) {
    var id = new RolloutId(rollouts.size() + 1L);
    var rollout = new Rollout(id, request, new RolloutState.Queued(), clock.instant(), clock.instant());
    rollouts.put(id, rollout);
    note(id, "Asked for.");
    return rollout;
  }

  @Override
  public <S extends RolloutState> S save(RolloutId id, S state, String sentence, List<Effect> effects) {
    Rollout before = known(id);
    if (before.state() instanceof Settled && !(before.state() instanceof Stuck)) {
      throw new IllegalStateException("settled: " + before.state());
    }
    rollouts.put(id, new Rollout(id, before.request(), state, before.opened(), clock.instant()));
    note(id, sentence);
    if (state instanceof Healthy(var live, _)) {
      proven.merge(before.app(), List.of(live), (old, fresh) -> {
        var all = new ArrayList<>(fresh);
        old.stream().filter(image -> !image.equals(live)).forEach(all::add);
        return all;
      });
    }
    effects.forEach(effect -> apply(before.app(), effect));
    afterSave.run();
    return state;
  }

  @Override
  public void note(RolloutId id, String sentence) {
    moments.computeIfAbsent(id, _ -> new ArrayList<>())
        .add(new Moment(clock.instant(), known(id).state().label(), sentence));
  }

  private Rollout known(RolloutId id) {
    return rollout(id).orElseThrow(() -> new IllegalStateException("no rollout " + id));
  }

  @Override
  public void apply(AppName app, String who, String why, List<Effect> effects) {
    effects.forEach(effect -> apply(app, effect));
  }

  private void apply(AppName app, Effect effect) {
    AppRecord m = memory(app);
    switch (effect) {
      case Effect.Expect(var live, var tag) -> set(app, Optional.of(live), m.presumed(), m.foreign(), tag, m.rejected(),
          m.hold());
      case Effect.ExpectNothing() -> set(app, Optional.empty(), m.presumed(), m.foreign(), Optional.empty(),
          m.rejected(), m.hold());
      case Effect.FirstSight(var live, var presumed) -> set(app, Optional.of(live), presumed,
          presumed.isPresent() ? Optional.empty() : Optional.of(live), live.tagged().map(t -> t.tag()), m.rejected(),
          m.hold());
      case Effect.Reject(var digest, var why) -> {
        Map<Digest, String> all = new LinkedHashMap<>(m.rejected());
        all.put(digest, why);
        set(app, m.expected(), m.presumed(), m.foreign(), m.liveTag(), all, m.hold());
      }
      case Effect.Forgive(var digest) -> {
        Map<Digest, String> all = new LinkedHashMap<>(m.rejected());
        all.remove(digest);
        set(app, m.expected(), m.presumed(), m.foreign(), m.liveTag(), all, m.hold());
      }
      case Effect.HoldApp(var hold) -> set(app, m.expected(), m.presumed(), m.foreign(), m.liveTag(), m.rejected(),
          m.hold().or(() -> Optional.of(hold)));
      case Effect.ReleaseApp() -> set(app, m.expected(), m.presumed(), m.foreign(), m.liveTag(), m.rejected(),
          Optional.empty());
      case Effect.EndDrift() -> set(app, m.expected(), m.presumed(), m.foreign(), m.liveTag(), m.rejected(),
          m.hold().filter(hold -> !hold.isDrift()));
      case Effect.Open(var request) -> open(request);
      case Effect.Announce(var announcement) -> announced.add(announcement);
    }
  }

  private void set(AppName app, Optional<ConfiguredImage> expected, Optional<PinnedImage> presumed,
      Optional<ConfiguredImage> foreign,
      Optional<String> tag, Map<Digest, String> rejected, Optional<Hold> hold) {
    apps.put(app, new AppRecord(expected, presumed, foreign, List.of(), tag, rejected, hold));
  }

  @Override
  public void wantCancel(RolloutId id, String who, String why) {
    wishes.put(id, new CancelWish(who, why));
  }

  @Override
  public Optional<CancelWish> cancelWanted(RolloutId id) {
    return Optional.ofNullable(wishes.get(id));
  }

  @Override
  public Optional<Rollout> rollout(RolloutId id) {
    return Optional.ofNullable(rollouts.get(id));
  }

  @Override
  public List<Rollout> unfinished(AppName app) {
    return rollouts.values().stream()
        .filter(rollout -> rollout.app().equals(app) && !(rollout.state() instanceof Settled)).toList();
  }

  @Override
  public List<Rollout> history(Optional<AppName> app, int limit) {
    return rollouts.descendingMap().values().stream()
        .filter(rollout -> app.isEmpty() || rollout.app().equals(app.get())).limit(limit).toList();
  }

  @Override
  public Optional<Rollout> stuck(AppName app) {
    return rollouts.descendingMap().values().stream().filter(rollout -> rollout.app().equals(app))
        .filter(rollout -> switch (rollout.state()) {
          case Stuck _,Healthy _,RolloutState.RolledBack _ -> true;
          case RolloutState.Superseded(_, var left) -> left.isPresent();
          default -> false;
        }).findFirst().filter(rollout -> rollout.state() instanceof Stuck);
  }

  @Override
  public boolean quarantined(PinnedImage image) {
    return quarantined.contains(image);
  }

  @Override
  public AppRecord memory(AppName app) {
    AppRecord m = apps.getOrDefault(app, AppRecord.NONE);
    return new AppRecord(m.expected(), m.presumed(), m.foreign(), proven.getOrDefault(app, List.of()), m.liveTag(),
        m.rejected(), m.hold());
  }

  @Override
  public List<Moment> timeline(RolloutId id) {
    return List.copyOf(moments.getOrDefault(id, List.of()));
  }

  void pushed(Push push) {
    quarantined.remove(push.image().at(push.digest()));
    pending.add(new Pending(pending.size() + 1L, pending.size() + 1L, push));
  }

  @Override
  public List<Pending> undecided(int limit) {
    return pending.stream().sorted(Comparator.comparingLong(Pending::id)).limit(limit).toList();
  }

  @Override
  public List<Rollout> decide(Pending push, List<Decision> decided) {
    pending.remove(push);
    decisions.addAll(decided);
    return decided.stream().filter(d -> d instanceof Decision.Open).map(d -> open(((Decision.Open) d).request()))
        .toList();
  }
}
