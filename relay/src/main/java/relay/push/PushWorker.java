package relay.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.app.AppSettings;
import relay.coordination.DecisionLock;
import relay.coordination.WakeUps;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.push.Pushes.Decision;
import relay.push.Pushes.Pending;
import relay.rollout.Rollout;
import relay.rollout.record.JournalException;
import relay.time.Loop;
import relay.time.Waiter;

/**
 * Decides what becomes of the acknowledged pushes of one registry, so that a registry that is slow delays only its own.
 * Events come late, out of order and again, for hours: where one may be older than what is under way, or had its rollout
 * before, the registry is asked what the tag names now, and that counts. A push that cannot be decided is tried again a few
 * times, then set aside, and holds up no other.
 */
public final class PushWorker implements Loop {
  private static final Logger LOG = LoggerFactory.getLogger(PushWorker.class);
  private static final int AT_ONCE = 100;

  /** What a tag names now; empty when the registry does not hold it or gives no answer. May wait. */
  public interface TagNow {
    Optional<Digest> of(ImageReference image) throws InterruptedException;
  }

  private final String registry;
  private final List<AppSettings> apps;
  private final Pushes pushes;
  private final PushDecider decider;
  private final DecisionLock lock;
  private final TagNow tagNow;
  private final Waiter waiter;
  private final Duration lookEvery;
  private final WakeUps wakeUps;
  private final SecondTries tries = new SecondTries();

  /**
   * Wires the lane of one registry.
   *
   * @param apps all of them: those that take images from elsewhere ignore the push
   * @param tagNow asks the registry
   * @param lookEvery how often the journal is looked at when nobody wakes the lane
   */
  public PushWorker(String registry, List<AppSettings> apps, Pushes pushes, PushDecider decider, DecisionLock lock,
      TagNow tagNow, Waiter waiter, Duration lookEvery, WakeUps wakeUps) {
    this.registry = registry;
    this.apps = List.copyOf(apps);
    this.pushes = pushes;
    this.decider = decider;
    this.lock = lock;
    this.tagNow = tagNow;
    this.waiter = waiter;
    this.lookEvery = lookEvery;
    this.wakeUps = wakeUps;
  }

  @Override
  public void step() throws InterruptedException {
    if (!decideSome()) {
      waiter.pause(lookEvery);
    }
  }

  /** Decides what is there; false when nothing was decided, so that a pause is due. */
  public boolean decideSome() throws InterruptedException {
    boolean decided = false;
    for (Pending pending : pushes.undecided(registry, AT_ONCE)) {
      try {
        boolean over = decide(pending);
        tries.over(pending.id());
        decided |= over;
      } catch (JournalException e) {
        throw e;
      } catch (RuntimeException | Error fault) {
        decided |= failed(pending, fault);
      }
    }
    return decided;
  }

  /** True when the push is out of the way. */
  private boolean failed(Pending pending, Throwable fault) {
    LOG.error("push {} of {} cannot be decided", pending.id(), pending.push().image(), fault);
    if (tries.failed(pending.id())) {
      return false;
    }
    pushes.decide(pending,
        List.of(new Decision.Ignore(Optional.empty(), new IgnoreReason.SetAside(fault.getClass().getSimpleName()))));
    tries.over(pending.id());
    return true;
  }

  /** False when it is too early: something that is said to be newer, but not there, is being checked. */
  private boolean decide(Pending pending) throws InterruptedException {
    Push push = pending.push();
    List<AppSettings> concerned = apps.stream().filter(app -> PushDecider.concerns(app, push)).toList();
    if (concerned.isEmpty()) {
      pushes.decide(pending, List.of(new Decision.Ignore(Optional.empty(), new IgnoreReason.NoApp(push.image().in()))));
      return true;
    }
    boolean ask = needTheTag(concerned, push);
    Optional<Digest> named = ask ? tagNow.of(push.image()).or(push::digest) : push.digest();
    for (AppSettings app : concerned) {
      Optional<ImageReference> newer = decider.unconfirmed(app, push);
      if (newer.isPresent() && tagNow.of(newer.get()).isEmpty()) {
        return false;
      }
    }
    if (!decide(pending, concerned, named, ask)) { // something was opened meanwhile, by reconciliation for example
      var _ = decide(pending, concerned, tagNow.of(push.image()).or(push::digest), true);
    }
    concerned.forEach(app -> wakeUps.wake(app.name())); // also for a retry that was brought forward
    return true;
  }

  private boolean needTheTag(List<AppSettings> concerned, Push push) {
    return concerned.stream().anyMatch(app -> decider.needsTheTag(app, push));
  }

  /** False when only the tag can say by now what the push means, and it was not asked. */
  private boolean decide(Pending pending, List<AppSettings> concerned, Optional<Digest> named, boolean asked) {
    return lock.exclusively(concerned.getFirst().name(), () -> {
      if (!asked && needTheTag(concerned, pending.push())) {
        return false;
      }
      List<Rollout> opened = pushes.decide(pending, decisions(concerned, pending, named));
      LOG.debug("push {} of {} opened {}", pending.id(), pending.push().image(), opened);
      return true;
    });
  }

  private List<Decision> decisions(List<AppSettings> concerned, Pending pending, Optional<Digest> named) {
    List<Decision> decisions = new ArrayList<>();
    concerned.forEach(app -> decisions.add(decider.decide(app, pending, named)));
    return decisions;
  }
}
