package relay.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import relay.app.AppRecord;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.journal.JournalStore;
import relay.rollout.Change;
import relay.rollout.Rollout;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Refused;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.record.Announcement;
import relay.simulation.Deed.Word;
import relay.simulation.Images.Behaviour;

/** What must hold once the world has been calm for long. */
final class EndPromises {
  private static final int ALL = 10_000;
  private static final Duration A_MINUTE = Duration.ofMinutes(1);
  private final History history;
  private final JournalStore store;
  private final JournalView view;
  private final Fleet fleet;
  private final SavePromises saves;
  private final List<Violation> broken = new ArrayList<>();

  EndPromises(History history, JournalStore store, JournalView view, Fleet fleet, SavePromises saves) {
    this.history = history;
    this.store = store;
    this.view = view;
    this.fleet = fleet;
    this.saves = saves;
  }

  /** What is broken as things stand. */
  List<Violation> judge() {
    broken.clear();
    fleet.registries().keySet().forEach(registry -> {
      if (!view.other("undecided", registry, () -> store.pushes().undecided(registry, 100)).isEmpty()) {
        broken(1, "undecided", "a push of " + registry + " was acknowledged and never decided");
      }
    });
    fleet.setups().forEach(this::judge);
    return List.copyOf(broken);
  }

  private void broken(int promise, String kind, String what) {
    broken.add(new Violation(promise, kind, what));
  }

  private void judge(AppSetup setup) {
    Fleet.Site site = fleet.site(setup.handle());
    AppRecord record = view.record(setup.name());
    ConfiguredImage configured = site.app().configured();
    view.underWay(setup.name()).ifPresent(rollout -> broken(6, "unended",
        "rollout " + rollout.id() + " is still " + rollout.state().label() + " when all is calm"));
    if (record.configured().filter(configured::sameAs).isEmpty()) {
      broken(8, "live", setup.handle() + " is configured for " + configured + ", and live names " + record.live());
      return;
    }
    boolean byHand = record.live().filter(configured::sameAs).isEmpty();
    if (byHand && record.hold().isEmpty() && !history.has(Word.RELEASE)) {
      broken(8, "drift", setup.handle() + " was changed to " + configured + " by someone else, and is not held");
    }
    Optional<Rollout> last = saves.lastTouched(setup);
    if (!byHand && last.isPresent()) {
      ended(setup, site, last.get());
    }
    if (!byHand) {
      wanted(setup, site, record);
    }
  }

  private void ended(AppSetup setup, Fleet.Site site, Rollout last) {
    switch (last.state()) {
      case Healthy(var change, _) -> proven(setup, site, last, change.target());
      case RolledBack back -> restored(setup, site, last, back.change());
      case Stuck stuck -> stuck(setup, site, last, stuck);
      default -> broken(6, "unended", "rollout " + last.id() + " touched the app last and is " + last.state().label());
    }
  }

  private void proven(AppSetup setup, Fleet.Site site, Rollout last, PinnedImage target) {
    if (!site.app().configured().runs(target) && !history.has(Word.DRIFT, Word.UNDO_DRIFT)) {
      broken(6, "not-live", "rollout " + last.id() + " is healthy, and the app is configured for "
          + site.app().configured());
    }
    Behaviour behaviour = fleet.images().behaviour(target.digest());
    boolean plain = behaviour == Behaviour.UNWELL || behaviour == Behaviour.CRASHES || behaviour == Behaviour.MUTE
        || behaviour == Behaviour.FRONT;
    if (plain && !fleet.images().hasChanged(target.digest()) && setup.value("require").equals("proven")) {
      broken(5, "unwell-healthy", "rollout " + last.id() + " is healthy, and its image " + behaviour.word());
    }
  }

  private void restored(AppSetup setup, Fleet.Site site, Rollout last, Change change) {
    RollbackTarget back = change.back().orElseThrow();
    if (!site.app().configured().sameAs(back.configured()) && !history.has(Word.DRIFT, Word.UNDO_DRIFT)) {
      broken(6, "not-restored", "rollout " + last.id() + " of " + setup.handle() + " is rolled back, and the app is "
          + "configured for " + site.app().configured());
    }
  }

  private void stuck(AppSetup setup, Fleet.Site site, Rollout last, Stuck stuck) {
    if (!announced(last)) {
      broken(6, "silent-stuck", "rollout " + last.id() + " is stuck and nobody was told");
    }
    Optional<RollbackTarget> back = stuck.change().back();
    ConfiguredImage configured = site.app().configured();
    if (back.isPresent() && configured.runs(stuck.change().target())
        && !back.get().configured().sameAs(configured)) {
      broken(6, "not-written-again",
          "rollout " + last.id() + " of " + setup.handle() + " is stuck on its own image, and nobody puts it right");
    }
    boolean good = back.flatMap(RollbackTarget::pinned).map(PinnedImage::digest).filter(this::isGood).isPresent();
    if (good && configured.sameAs(back.get().configured()) && fleet.registry(setup).has(back.get().pinned().get())) {
      broken(6, "not-recovered", "rollout " + last.id() + " is stuck, and its rollback target has long been well");
    }
  }

  private boolean isGood(Digest digest) {
    Behaviour behaviour = fleet.images().behaviour(digest);
    boolean good = behaviour == Behaviour.WELL || behaviour == Behaviour.SLOW || behaviour == Behaviour.WARMING;
    return good && !fleet.images().hasChanged(digest);
  }

  private boolean announced(Rollout rollout) {
    return store.outbox().due(Instant.parse("2100-01-01T00:00:00Z"), ALL)
        .stream()
        .anyMatch(waiting -> waiting.announcement().subject() instanceof Announcement.Subject.Ended(var id, _, var end)
            && id.equals(rollout.id()) && end instanceof Stuck);
  }

  /** What the tag names and can run does run in the end, unless a person decided otherwise. */
  private void wanted(AppSetup setup, Fleet.Site site, AppRecord record) {
    Optional<ImageReference> newest = fleet.newest(setup);
    if (newest.isEmpty() || record.hold().isPresent() || view.stuck(setup.name()).isPresent()
        || isAnew(setup)) {
      return;
    }
    PinnedImage image = fleet.registry(setup).named(newest.get()).orElseThrow();
    boolean can = isGood(image.digest()) && !record.isRejected(image) && !view.quarantined(image)
        && canBeProven(setup) && isSeen(site) && isStepForward(setup, record, newest.get());
    if (can && isNews(setup, image, newest.get()) && !isPersons(setup, newest.get()) && !isRefused(setup, image)
        && !site.app().configured().runs(image)) {
      broken(1, "not-brought", newest.get().tag() + " names " + fleet.images().name(image.digest()) + ", and "
          + setup.handle() + " runs " + site.app().configured());
    }
  }

  /** Whether it was configured so that what the tags name is a baseline again. */
  private boolean isAnew(AppSetup setup) {
    return Stream.of("site", "policy", "listed").anyMatch(key -> fleet.wasConfigured(setup.handle(), key));
  }

  private static boolean canBeProven(AppSetup setup) {
    return !setup.value("require").equals("proven") || setup.is("marker");
  }

  private boolean isSeen(Fleet.Site site) {
    return site.app().configured().pinned()
        .filter(image -> fleet.images().behaviour(image.digest()) == Behaviour.FRONT).isEmpty();
  }

  private static boolean isStepForward(AppSetup setup, AppRecord record, ImageReference newest) {
    return record.liveTag().filter(live -> setup.policy().isDowngrade(live, newest.tag())).isEmpty();
  }

  /** Whether it was reported, or came to be named after the relay had seen something else there. */
  private boolean isNews(AppSetup setup, PinnedImage image, ImageReference newest) {
    Duration named = fleet.registry(setup).namedSince(newest);
    return fleet.lastTold(newest, image.digest()).filter(told -> told.compareTo(named) >= 0).isPresent()
        || saves.sawAnother(setup.name(), image.digest(), named);
  }

  /** Whether a person had a hand in it, and no event was acknowledged since that would make it news to the relay. */
  private boolean isPersons(AppSetup setup, ImageReference newest) {
    Optional<Duration> act = fleet.lastAct(setup.handle());
    Duration named = fleet.registry(setup).namedSince(newest);
    Digest digest = fleet.registry(setup).named(newest).orElseThrow().digest();
    Duration told = fleet.lastTold(newest, digest).orElse(Duration.ofDays(-1));
    boolean joined = view.history(Optional.of(setup.name()), 100).stream()
        .filter(rollout -> rollout.digest().filter(digest::equals).isPresent()).findFirst()
        .filter(rollout -> rollout.manual() && rollout.state().changed().isPresent()).isPresent();
    // an event that joined a rollout which the act was about to end: the person wins
    Duration sure = endedByPerson(setup, digest) ? A_MINUTE : Duration.ZERO;
    return joined
        || act.filter(last -> told.compareTo(named) < 0 || last.plus(sure).compareTo(told) >= 0).isPresent();
  }

  private boolean endedByPerson(AppSetup setup, Digest digest) {
    return view.history(Optional.of(setup.name()), 100).stream()
        .filter(rollout -> rollout.state().changed().isPresent())
        .filter(rollout -> rollout.digest().filter(digest::equals).isPresent()).findFirst()
        .filter(last -> last.state() instanceof RolloutState.Superseded(var by, _)
            && view.rollout(by).filter(Rollout::manual).isPresent())
        .isPresent();
  }

  /** Whether it was refused for what no time changes. */
  private boolean isRefused(AppSetup setup, PinnedImage image) {
    return view.history(Optional.of(setup.name()), 100).stream()
        .filter(rollout -> rollout.digest().filter(image.digest()::equals).isPresent()).findFirst()
        .filter(rollout -> rollout.state() instanceof Refused(var why, _) && switch (why.code()) {
          case "same-label", "no-label", "instances-indistinct" -> true;
          case "no-rollback-target" -> history.has(Word.DELETE);
          default -> false;
        }).isPresent();
  }
}
