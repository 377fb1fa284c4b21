package relay.rollout.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import relay.app.Actor;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.AppSettings.Drift;
import relay.app.AppSettings.Mode;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.app.HoldReason;
import relay.app.Observation;
import relay.app.Observation.Condition;
import relay.image.PinnedImage;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;
import relay.rollout.record.Announcement;
import relay.rollout.record.Effect;
import relay.rollout.record.Journal;
import relay.time.Waiter;

/** What is done when an idle app turns out to be configured for something else than the relay wrote or read last. */
final class DriftWatch {
  private static final int REVERTS_A_DAY = 2;
  private final AppSettings settings;
  private final Journal journal;
  private final Waiter waiter;

  DriftWatch(AppSettings settings, Journal journal, Waiter waiter) {
    this.settings = settings;
    this.journal = journal;
    this.waiter = waiter;
  }

  boolean isDrift(AppRecord record, ConfiguredImage found) {
    return record.live().filter(expected -> !expected.sameAs(found)).isPresent();
  }

  /** What follows from finding {@code found}; empty when nothing does, also when it was answered before. */
  List<Effect> found(AppRecord record, ConfiguredImage found) {
    if (!isDrift(record, found)) {
      return record.hold().filter(Hold::isDrift).isPresent() ? List.of(new Effect.EndDrift()) : List.of();
    }
    if (settings.mode() == Mode.OBSERVE) { // nobody is to blame: it is simply the new baseline
      return List.of(new Effect.Live(found, Optional.empty()));
    }
    ConfiguredImage expected = record.live().orElseThrow();
    boolean known = record.observation().map(Observation::condition)
        .filter(before -> before instanceof Condition.Drifted(var last) && last.sameAs(found)).isPresent();
    List<Effect> effects = new ArrayList<>();
    Optional<PinnedImage> before = expected.pinned();
    if (settings.drift() == Drift.REVERT && before.isPresent() && record.hold().isEmpty() && mayRevert()) {
      var desired = new DesiredImage.ByDigest(before.get(), record.liveTag());
      var cause = new Cause.Revert(new Actor.Relay(), "someone else configured " + found);
      effects.add(new Effect.Open(RolloutRequest.of(settings.name(), desired, cause)));
    } else if (!reverting() && (!known || (settings.drift() == Drift.REVERT && record.hold().isEmpty()))) {
      var hold = new Hold(new Actor.Relay(), new HoldReason.Drift(expected, found), waiter.now());
      effects.add(new Effect.HoldApp(hold));
    }
    if (!known) {
      effects.add(new Effect.Announce(new Announcement(settings.name(), waiter.now(),
          new Announcement.Subject.DriftFound(expected, found))));
    }
    return effects;
  }

  private boolean reverting() {
    return settings.drift() == Drift.REVERT
        && journal.unfinished(settings.name()).stream().anyMatch(DriftWatch::isOurRevert);
  }

  /** Somebody who insists is a person's business. */
  private boolean mayRevert() {
    Instant yesterday = waiter.now().minus(Duration.ofDays(1));
    List<Rollout> reverts = journal.history(Optional.of(settings.name()), 100).stream()
        .filter(DriftWatch::isOurRevert).toList();
    return !reverting()
        && reverts.stream().filter(rollout -> rollout.opened().isAfter(yesterday)).count() < REVERTS_A_DAY;
  }

  private static boolean isOurRevert(Rollout rollout) {
    return rollout.request().cause() instanceof Cause.Revert(Actor.Relay _, _);
  }
}
