package relay.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import relay.app.AppRecord;
import relay.app.ConfiguredImage;
import relay.journal.JournalStore;
import relay.rollout.Rollout;
import relay.rollout.RolloutState.Waiting;
import relay.rollout.WaitReason;
import relay.simulation.Deed.Word;

/** Plays one history and watches the promises. Used once. */
final class Simulation {
  private static final Duration CALM = Duration.ofMinutes(20);
  /** How long what was done last may take. */
  private static final Duration LAST_DEED = Duration.ofSeconds(20);
  private static final Duration LONGER = Duration.ofHours(4);
  private static final Duration LONGEST = Duration.ofHours(60);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);
  private final History history;
  private final Baton baton;
  private final List<Violation> broken = new ArrayList<>();
  private final JournalStore store;
  private final JournalView view;
  private final Fleet fleet;
  private final SavePromises saves;
  private final EndPromises ends;
  private final Ship.Parts parts;
  private final Deeds deeds;
  private Duration journalDownUntil = Duration.ZERO;
  private Ship ship;
  private long launch;

  /** What came of it. */
  record Outcome(long steps, List<Violation> broken) {}

  Simulation(History history, ReusedJournal journal) {
    this.history = history;
    var random = new SplittableRandom(history.seed());
    this.baton = new Baton(random.split(), who -> broken(new Violation(13, "spins", who + " spins")));
    this.store = journal.blank(baton::wall);
    this.view = new JournalView(store.journal());
    var writes = new WritePromises(view, baton, this::broken);
    this.fleet = new Fleet(baton, random.split(), history.apps(), writes);
    writes.over(fleet);
    this.saves = new SavePromises(view, fleet, baton, this::broken);
    this.ends = new EndPromises(history, store, view, fleet, saves);
    this.parts = new Ship.Parts(baton, random.split(), store, view, fleet, saves, this::broken);
    this.deeds = new Deeds(this, fleet, baton, store, view, this::broken);
    this.ship = launched();
  }

  private void broken(Violation violation) {
    broken.add(violation);
    baton.stop();
  }

  Outcome run() {
    for (Deed deed : history.deeds()) {
      if (deed.what() == Word.IMAGE && deed.second() == 0) {
        deeds.happen(deed);
      } else {
        baton.at(Duration.ofSeconds(deed.second()), () -> deeds.happen(deed));
      }
    }
    Duration over = Duration.ofSeconds(history.lastSecond()).plus(LAST_DEED);
    baton.at(over, this::calm);
    Duration end = over;
    do {
      boolean soon = end.minus(over).compareTo(Duration.ofHours(2)) < 0;
      end = end.plus(soon ? CALM : LONGER);
      baton.run(end);
    } while (broken.isEmpty() && end.compareTo(LONGEST) < 0 && !isSettled());
    if (broken.isEmpty()) {
      broken.addAll(ends.judge());
      ship.ended().forEach(loop -> broken.add(new Violation(13, "ended", loop + " has ended")));
    }
    ship.life().kill();
    baton.end();
    return new Outcome(baton.steps(), List.copyOf(broken));
  }

  /** Whether nothing is under way that could still break or mend anything. */
  private boolean isSettled() {
    return fleet.setups().stream().flatMap(setup -> view.unfinished(setup.name()).stream())
        .allMatch(rollout -> rollout.state() instanceof Waiting(var why) && why instanceof WaitReason.OnHold)
        && ends.judge().isEmpty();
  }

  private Ship launched() {
    return new Ship(parts, new Life(baton, view, () -> baton.elapsed().compareTo(journalDownUntil) < 0));
  }

  /** No faults any more, and a relay that is there to stay. */
  private void calm() {
    journalDownUntil = Duration.ZERO;
    ship.life().kill();
    relaunch(Duration.ofSeconds(1), fleet::calm);
  }

  /** The relay is not there for so long; {@code meanwhile} its configuration changes. */
  void killed(Duration away, Runnable meanwhile) {
    ship.life().kill();
    relaunch(away, meanwhile);
  }

  /** As {@link #killed}, in good order. */
  void stopped(Duration away, Runnable meanwhile) {
    Ship stopping = ship;
    stopping.stop();
    baton.after(STOPS_WITHIN, () -> {
      stopping.life().kill();
      if (stopping == ship) {
        relaunch(away, meanwhile);
      }
    });
  }

  /** The last one to be asked for counts. */
  void relaunch(Duration after, Runnable meanwhile) {
    long mine = ++launch;
    baton.after(after, () -> {
      meanwhile.run();
      if (mine == launch) {
        ship.life().kill();
        ship = launched();
      }
    });
  }

  void journalDown(Duration length) {
    journalDownUntil = baton.elapsed().plus(length);
  }

  boolean isJournalDown() {
    return baton.elapsed().compareTo(journalDownUntil) < 0;
  }

  Ship ship() {
    return ship;
  }

  /** For tests of single histories: what the app is configured to run in the end, by the history's name for it. */
  String runs(String handle) {
    ConfiguredImage configured = fleet.site(handle).app().configured();
    return configured.pinned().map(image -> fleet.images().name(image.digest())).orElse(configured.toString());
  }

  /** How long it took until nothing could change any more. */
  Duration elapsed() {
    return baton.elapsed();
  }

  AppRecord record(String handle) {
    return view.record(fleet.setup(handle).name());
  }

  /** What happened in a rollout, oldest first. */
  List<relay.rollout.record.Moment> timeline(relay.rollout.RolloutId id) {
    return view.timeline(id);
  }

  /** The newest first. */
  List<Rollout> rollouts(String handle) {
    return view.history(Optional.of(fleet.setup(handle).name()), 100);
  }
}
