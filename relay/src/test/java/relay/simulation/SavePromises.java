package relay.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.app.ConfiguredImage;
import relay.app.HoldReason;
import relay.app.RejectReason;
import relay.app.RollbackTarget;
import relay.health.Grade;
import relay.health.Unhealthy;
import relay.image.Digest;
import relay.image.PinnedImage;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.DesiredImage;
import relay.rollout.Failure;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Applying;
import relay.rollout.RolloutState.Checking;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Proving;
import relay.rollout.RolloutState.Refused;
import relay.rollout.RolloutState.Restoring;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Soaking;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.RolloutState.Superseded;
import relay.rollout.record.Effect;
import relay.simulation.Fleet.Site;

/** What must hold whenever the relay saves something. */
final class SavePromises {
  /** An instance that is younger may not have been counted yet. */
  private static final Duration NEW_INSTANCE = Duration.ofSeconds(60);
  private static final Duration JUST_NOW = Duration.ofSeconds(90);
  private final JournalView view;
  private final Fleet fleet;
  private final Baton baton;
  private final Consumer<Violation> broken;
  private final Map<RolloutId, Duration> checkedSince = new HashMap<>();
  private final Map<RolloutId, Duration> provedSince = new HashMap<>();
  private Duration launched = Duration.ZERO;
  private final Map<String, List<RolloutId>> touched = new HashMap<>();
  private final Map<AppName, List<Seen>> sighted = new HashMap<>();

  SavePromises(JournalView view, Fleet fleet, Baton baton, Consumer<Violation> broken) {
    this.view = view;
    this.fleet = fleet;
    this.baton = baton;
    this.broken = broken;
  }

  /** A life of the relay begins. */
  void launched() {
    launched = baton.elapsed();
  }

  private void broken(int promise, String kind, String what) {
    broken.accept(new Violation(promise, kind, what));
  }

  /** The rollout that touched the app last and was neither refused nor taken over; empty when none did. */
  Optional<Rollout> lastTouched(AppSetup setup) {
    return touched.getOrDefault(setup.value("site"), List.of()).reversed().stream()
        .flatMap(id -> view.rollout(id).stream())
        .filter(rollout -> rollout.app().equals(setup.name()) && rollout.state().changed().isPresent())
        .filter(rollout -> !(rollout.state() instanceof Superseded)).findFirst();
  }

  private void touched(Rollout saved) {
    fleet.named(saved.app()).ifPresent(setup -> {
      List<RolloutId> order = touched.computeIfAbsent(setup.value("site"), _ -> new ArrayList<>());
      order.remove(saved.id());
      if (saved.state().changed().isPresent()) {
        order.add(saved.id());
      }
    });
  }

  private record Seen(Duration at, Optional<Digest> digest) {}

  /** Reconciliation saw the app's tags name that digest, or none. */
  void sighted(AppName app, Optional<Digest> digest) {
    sighted.computeIfAbsent(app, _ -> new ArrayList<>()).add(new Seen(baton.elapsed(), digest));
  }

  /** Whether reconciliation saw something else there last before that moment; false when it had not looked. */
  boolean sawAnother(AppName app, Digest digest, Duration before) {
    return sighted.getOrDefault(app, List.of()).stream().filter(seen -> seen.at().compareTo(before) < 0)
        .reduce((_, later) -> later).filter(seen -> !seen.digest().equals(Optional.of(digest))).isPresent();
  }

  /** Installing the relay changes nothing: only what changed since can be found by reconciliation. */
  void opened(Rollout rollout) {
    Optional<AppSetup> setup = fleet.named(rollout.app());
    if (!(rollout.request().cause() instanceof Cause.Reconciled) || setup.isEmpty()) {
      return;
    }
    PinnedImage image = setup.get().repository().at(rollout.digest().orElseThrow());
    boolean changed = fleet.registry(setup.get()).namedAfter(image, Duration.ZERO)
        || fleet.wasTold(image.digest());
    if (!changed) {
      broken(11, "baseline", "reconciliation opened " + rollout.id() + " for what the tag named from the beginning");
    }
  }

  void saving(Rollout from, RolloutState to, List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Supersede(var older, _)) {
        view.rollout(older).filter(Rollout::isUnderWay).ifPresent(taken -> takenOver(taken, to));
      }
    }
    if (from.state() instanceof Applying(var change, _) && to instanceof Refused) {
      site(from).filter(site -> site.app().configured().runs(change.target())
          && !change.from().runs(change.target()) && site.app().sinceChangedByHand().compareTo(JUST_NOW) > 0)
          .ifPresent(_ -> broken(6, "refused-written", "rollout " + from.id() + " was written and ends refused"));
    }
  }

  private void takenOver(Rollout older, RolloutState to) {
    Optional<RollbackTarget> back = older.state().changed().flatMap(Change::back);
    boolean inherits = to instanceof Applying(var change, _)
        && (back.isEmpty() || change.back().equals(back)
            || back.filter(target -> target.configured().runs(change.target())).isPresent());
    if (!inherits) {
      broken(6, "let-go", "rollout " + older.id() + " was " + older.state().label() + " and was let go of for " + to);
    }
  }

  private Optional<Site> site(Rollout rollout) {
    return fleet.named(rollout.app()).map(setup -> fleet.site(setup.handle()));
  }

  void saved(Rollout from, Rollout saved, List<Effect> effects) {
    if (view.unfinished(saved.app()).stream().filter(Rollout::isUnderWay).count() > 1) {
      broken(4, "two-under-way", "two rollouts have the app in their hands: " + view.unfinished(saved.app()));
    }
    touched(saved);
    effects.forEach(effect -> effect(saved, effect));
    Optional<Site> site = site(saved);
    if (site.isEmpty()) {
      return;
    }
    switch (saved.state()) {
      case Checking _ -> checkedSince.putIfAbsent(saved.id(), baton.elapsed());
      case Applying applying when !(from.state() instanceof Applying) -> wanted(saved, applying.change());
      case Proving _,Soaking _ -> {
        provedSince.putIfAbsent(saved.id(), baton.elapsed());
        lastSwitched(saved, site.get());
      }
      case Restoring restoring when !(from.state() instanceof Restoring) -> {
        byPerson(saved, restoring);
        attended(saved, restoring);
      }
      case Healthy healthy -> healthy(saved, healthy, site.get());
      case RolledBack back -> rolledBack(saved, back, site.get());
      case Stuck _ -> {
        if (effects.stream().noneMatch(effect -> effect instanceof Effect.Announce)) {
          broken(6, "silent-stuck", "rollout " + saved.id() + " is stuck and nobody is told");
        }
      }
      default -> {
      }
    }
  }

  private void effect(Rollout saved, Effect effect) {
    if (effect instanceof Effect.Reject(var digest, RejectReason.Failed why) && !fleet.images().wasBroken(digest)
        && !isWarmingUp(saved, digest, why)) {
      broken(7, "wrong-blame",
          fleet.images().name(digest) + " was rejected in rollout " + saved.id() + ": " + why.why());
    }
  }

  /**
   * What an image that is unwell after each start answers is its own word: in the soak, when a container from before the
   * change gave the proof, or after someone else started it anew.
   */
  private boolean isWarmingUp(Rollout saved, Digest digest, RejectReason.Failed why) {
    boolean anew = site(saved).filter(site -> site.app().sinceChangedByHand().compareTo(JUST_NOW) < 0).isPresent();
    return fleet.images().behaviour(digest) == Images.Behaviour.WARMING
        && (anew || why.why() instanceof Unhealthy.SoakSpent);
  }

  /** What comes by itself is what the tag names, and was not rejected. */
  private void wanted(Rollout saved, Change change) {
    if (saved.request().cause() instanceof Cause.Manual) {
      return;
    }
    if (view.record(saved.app()).isRejected(change.target())) {
      broken(7, "rejected", "rollout " + saved.id() + " brings a rejected digest by itself");
    }
    Duration since = checkedSince.getOrDefault(saved.id(), Duration.ZERO);
    AppSetup setup = fleet.named(saved.app()).orElseThrow();
    if (first(saved).request().desired() instanceof DesiredImage.ByTag(var tag, _)
        && !fleet.registry(setup).named(tag, change.target(), since)) {
      broken(2, "not-named", "rollout " + saved.id() + " brings " + fleet.images().name(change.target().digest())
          + ", which " + tag.tag() + " does not name");
    }
  }

  /** What a chain of retries began with: each of them is to bring what the tag names by then. */
  private Rollout first(Rollout rollout) {
    return rollout.request().cause() instanceof Cause.Retried(var earlier, _)
        ? view.rollout(earlier).map(this::first).orElse(rollout)
        : rollout;
  }

  /** An absence is no fault of the image: whatever the clock says, the relay looks for as long as good answers take. */
  private void attended(Rollout saved, Restoring restoring) {
    boolean timeWasUp = restoring.why() instanceof Failure.NotHealthy(var why) && switch (why) {
      case Unhealthy.NoProof _,Unhealthy.OldStillAnswers _,Unhealthy.InstancesMissing _,Unhealthy.StartedButSilent _ ->
        true;
      default -> false;
    };
    Duration begun = provedSince.getOrDefault(saved.id(), launched);
    Duration looked = baton.elapsed().minus(begun.compareTo(launched) > 0 ? begun : launched);
    if (timeWasUp && looked.compareTo(AppSetup.LEAST_LOOK) < 0) {
      broken(6, "gave-up-unseen",
          "rollout " + saved.id() + " was given up after a look of " + looked.toSeconds() + " s");
    }
  }

  private void lastSwitched(Rollout saved, Site site) {
    Optional<ConfiguredImage> last = site.app().lastSwitched();
    Optional<ConfiguredImage> live = view.record(saved.app()).live();
    if (last.isPresent() && live.filter(last.get()::sameAs).isEmpty()) {
      broken(8, "live", "rollout " + saved.id() + " is " + saved.state().label() + ", the relay wrote " + last.get()
          + ", and live names " + live);
    }
  }

  private void liveIsTrue(Rollout saved, Site site) {
    boolean excused = site.app().isStale() || site.app().sinceChangedByHand().compareTo(JUST_NOW) < 0;
    Optional<ConfiguredImage> live = view.record(saved.app()).live();
    if (!excused && live.filter(site.app().configured()::sameAs).isEmpty()) {
      broken(8, "live", "rollout " + saved.id() + " is " + saved.state().label() + ", the app is configured for "
          + site.app().configured() + ", and live names " + live);
    }
  }

  /** A person's rollback keeps the next push from undoing it. */
  private void byPerson(Rollout saved, Restoring restoring) {
    AppRecord record = view.record(saved.app());
    if (restoring.why() instanceof Failure.RolledBackByPerson(_, _, var keepLeft)) {
      boolean held = record.hold().filter(hold -> hold.why() instanceof HoldReason.AfterRollback
          || hold.why() instanceof HoldReason.Manual).isPresent();
      if (!held || (!keepLeft && !record.isRejected(restoring.change().target()))) {
        broken(6, "rollback-undone", "rollout " + saved.id() + " goes back, and the next push would undo that");
      }
    }
  }

  private void healthy(Rollout saved, Healthy healthy, Site site) {
    liveIsTrue(saved, site);
    ConfiguredImage target = ConfiguredImage.of(healthy.change().target());
    if (healthy.evidence().grade() == Grade.PROVEN) {
      site.platform().instances().stream()
          .filter(instance -> instance.age().compareTo(NEW_INSTANCE) > 0 && !instance.hasServed(target)).findFirst()
          .ifPresent(_ -> broken(5, "never-served", "rollout " + saved.id()
              + " is proven, and an instance never served its image"));
    }
  }

  private void rolledBack(Rollout saved, RolledBack back, Site site) {
    liveIsTrue(saved, site);
    RollbackTarget target = back.change().back().orElseThrow();
    boolean quiet = site.app().sinceWritten().compareTo(AppSetup.QUIET) >= 0;
    boolean served = quiet || site.platform().instances().stream().anyMatch(one -> one.hasServed(target.configured()));
    if (back.how().grade() == Grade.PROVEN && !served) {
      broken(6, "restored-unserved", "rollout " + saved.id() + " is rolled back, and its target never served");
    }
  }
}
