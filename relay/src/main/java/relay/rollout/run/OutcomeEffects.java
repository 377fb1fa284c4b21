package relay.rollout.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.app.RollbackTarget;
import relay.health.Blame;
import relay.image.PinnedImage;
import relay.rollout.Announcement;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.DesiredImage;
import relay.rollout.Effect;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState.Cancelled;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Refused;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Settled;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.RolloutState.Superseded;
import relay.rollout.RolloutState.Unchanged;

/** What the end of a rollout means for what comes after it. Pure. */
public final class OutcomeEffects {
  private static final List<Duration> TRIES_AGAIN_AFTER = List.of(Duration.ofMinutes(5), Duration.ofMinutes(15),
      Duration.ofMinutes(45));

  private OutcomeEffects() {}

  /** The effects of a rollout that touched the app, {@code change} being what it did. */
  public static List<Effect> of(Rollout rollout, Change change, Settled end, Instant now) {
    List<Effect> effects = new ArrayList<>();
    switch (end) {
      case Healthy healthy -> {
        effects.add(new Effect.Expect(ConfiguredImage.of(healthy.live()), change.tag()));
        effects.add(new Effect.Forgive(healthy.live().digest()));
        afterRollback(rollout, change, now, effects);
        if (rollout.request().cause().endsDrift()) {
          effects.add(new Effect.EndDrift());
        }
      }
      case RolledBack back -> {
        boolean toFrom = liveOf(back.change().back()).filter(change.from()::sameAs).isPresent();
        liveOf(back.change().back()).ifPresent(
            live -> effects.add(new Effect.Expect(live, toFrom ? change.fromTag() : Optional.empty())));
        blamed(rollout, change.target(), back.blame(), back.why(), now, effects);
      }
      case Stuck stuck -> {
        effects.add(new Effect.ExpectNothing());
        if (stuck.blame() == Blame.IMAGE) {
          effects.add(new Effect.Reject(change.target().digest(), stuck.why()));
        }
      }
      case Superseded superseded -> superseded.left()
          .ifPresent(left -> effects.add(new Effect.Expect(ConfiguredImage.of(left), change.tag())));
      case Refused _,Unchanged _,Cancelled _ -> {
      }
    }
    announcement(rollout, end, now).ifPresent(a -> effects.add(new Effect.Announce(a)));
    return List.copyOf(effects);
  }

  /** The effects of an end before the app was touched; {@code again}: the reason may pass, so try later. */
  public static List<Effect> untouched(Rollout rollout, Settled end, boolean again, Instant now) {
    List<Effect> effects = new ArrayList<>();
    if (again) {
      retry(rollout, rollout.request().wanted(), now).ifPresent(effects::add);
    }
    announcement(rollout, end, now).ifPresent(a -> effects.add(new Effect.Announce(a)));
    return List.copyOf(effects);
  }

  private static void afterRollback(Rollout rollout, Change change, Instant now, List<Effect> effects) {
    if (rollout.request().cause() instanceof Cause.Rollback(var who, var reason)) {
      effects.add(new Effect.HoldApp(new Hold(who, "rolled back: " + reason, now)));
      if (!rollout.request().keepLeft()) {
        change.from().pinned().map(PinnedImage::digest)
            .ifPresent(left -> effects.add(new Effect.Reject(left, "left by a rollback: " + reason)));
      }
    }
  }

  private static void blamed(Rollout rollout, PinnedImage target, Blame blame, String why, Instant now,
      List<Effect> effects) {
    switch (blame) {
      case IMAGE -> effects.add(new Effect.Reject(target.digest(), why));
      case ENVIRONMENT ->
        retry(rollout, new DesiredImage.ByDigest(target, rollout.request().wanted().tagName()), now)
            .ifPresent(effects::add);
      case UNKNOWN -> effects.add(new Effect.HoldApp(new Hold("relay", "a rollout failed and nothing told why", now)));
      case OPERATOR -> {
      }
    }
  }

  /** Empty for what a person asked, who is there to ask again, and after the last try. */
  private static Optional<Effect> retry(Rollout rollout, DesiredImage wanted, Instant now) {
    int tried = rollout.request().cause() instanceof Cause.Retried(_, var attempt) ? attempt : 0;
    if (rollout.request().cause().manual() || tried >= TRIES_AGAIN_AFTER.size()) {
      return Optional.empty();
    }
    RolloutRequest before = rollout.request();
    return Optional.of(new Effect.Open(new RolloutRequest(before.app(), wanted,
        new Cause.Retried(rollout.id(), tried + 1), before.acceptNoWayBack(), before.keepLeft(),
        now.plus(TRIES_AGAIN_AFTER.get(tried)))));
  }

  private static Optional<Announcement> announcement(Rollout rollout, Settled end, Instant now) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cause", rollout.request().cause().label());
    rollout.request().wanted().tagName().ifPresent(tag -> facts.put("tag", tag));
    switch (end) {
      case Healthy(var live, var evidence) -> {
        facts.put("image", live.toString());
        facts.put("evidence", evidence.grade().name().toLowerCase(Locale.ROOT));
      }
      case RolledBack(var change, var blame, var why, _) -> failed(facts, change, blame, why);
      case Stuck(var change, var blame, var why) -> failed(facts, change, blame, why);
      case Refused(var why) -> facts.put("why", why);
      case Unchanged _,Superseded _,Cancelled _ -> {
        return Optional.empty();
      }
    }
    return Optional.of(new Announcement(end.label(), rollout.app(), Optional.of(rollout.id()), now, facts));
  }

  private static void failed(Map<String, String> facts, Change change, Blame blame, String why) {
    facts.put("image", change.target().toString());
    facts.put("wayBack", change.back().inWords());
    facts.put("blame", blame.name().toLowerCase(Locale.ROOT));
    facts.put("why", why);
  }

  /** What the app runs once the way back is restored; empty when there is none. */
  public static Optional<ConfiguredImage> liveOf(RollbackTarget back) {
    return switch (back) {
      case RollbackTarget.Pinned(var image) -> Optional.of(ConfiguredImage.of(image));
      case RollbackTarget.Foreign(var image) -> Optional.of(image);
      case RollbackTarget.Nowhere() -> Optional.empty();
    };
  }
}
