package relay.push;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.app.AppName;
import relay.app.AppSettings;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.push.PushDecider.Verdict;
import relay.push.Pushes.Decision;
import relay.push.Pushes.Pending;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Journal;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;
import relay.time.Waiter;

/**
 * Decides what becomes of acknowledged pushes: a loop on one virtual thread, so that no two pushes are judged side by
 * side. Repeats are judged by state, not by history: what is live or in flight is no news. Events come late,
 * out of order and again, for hours: where one may be older than what is under way, or had its rollout before, the registry
 * is asked what the tag names now, and that counts.
 */
public final class PushWorker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(PushWorker.class);
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /** What a tag names now; empty when the registry does not hold it or cannot tell. May wait. */
  public interface TagNow {
    Optional<Digest> of(String registry, ImageReference image) throws InterruptedException;
  }

  private final List<AppSettings> apps;
  private final Pushes pushes;
  private final PushDecider judge;
  private final TagNow tagNow;
  private final Waiter waiter;
  private final Consumer<AppName> nudge;

  /**
   * Wires the desk.
   *
   * @param judge the one that everybody shares who decides on apps
   * @param tagNow asks the registry
   * @param nudge tells the desk of an app that there is a rollout for it
   */
  public PushWorker(List<AppSettings> apps, Pushes pushes, PushDecider judge, TagNow tagNow, Waiter waiter,
      Consumer<AppName> nudge) {
    this.apps = List.copyOf(apps);
    this.pushes = pushes;
    this.judge = judge;
    this.tagNow = tagNow;
    this.waiter = waiter;
    this.nudge = nudge;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (!decideSome()) {
          waiter.pause(AGAIN);
        }
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Decides what is there. A push whose deciding meets a fault stays undecided and holds up no other.
   *
   * @return false when nothing was decided, so that a pause is due
   */
  public boolean decideSome() throws InterruptedException {
    Set<AppName> opened = new LinkedHashSet<>();
    boolean decided = false;
    try {
      for (Pending pending : pushes.undecided(100)) {
        try {
          decideOne(pending).forEach(rollout -> opened.add(rollout.app()));
          decided = true;
        } catch (Journal.JournalFailure e) {
          throw e;
        } catch (RuntimeException | Error fault) {
          LOG.error("push {} cannot be decided now; it is tried again, and others go on", pending.id(), fault);
        }
      }
      return decided;
    } catch (Journal.JournalFailure e) {
      LOG.error("the journal fails, so no push is decided", e);
      return false;
    } finally {
      opened.forEach(nudge); // all together, so that of several missed pushes the newest is taken up
    }
  }

  private List<Rollout> decideOne(Pending pending) throws InterruptedException {
    Digest digest = mayComeLate(pending.push())
        ? tagNow.of(pending.push().registry(), pending.push().image()).orElse(pending.push().digest())
        : pending.push().digest();
    return judge.alone(() -> pushes.decide(pending, decide(pending, digest, waiter.now())));
  }

  private boolean mayComeLate(Push push) {
    return apps.stream().filter(app -> takes(app, push) && app.tags().watches(push.image().tag()))
        .anyMatch(app -> judge.mayComeLate(app, push.image().tag(), push.digest()));
  }

  private static boolean takes(AppSettings app, Push push) {
    return app.registry().equals(push.registry()) && app.repository().equals(push.image().in());
  }

  private List<Decision> decide(Pending pending, Digest digest, Instant now) {
    Push push = pending.push();
    List<Decision> decisions = new ArrayList<>();
    for (AppSettings app : apps) {
      if (takes(app, push)) {
        decisions.add(decide(pending, app, digest, now));
      }
    }
    if (decisions.isEmpty()) {
      decisions.add(new Decision.Ignore(Optional.empty(), "no app takes images from " + push.image().in()));
    }
    return decisions;
  }

  private Decision decide(Pending pending, AppSettings app, Digest digest, Instant now) {
    Push push = pending.push();
    if (!app.tags().watches(push.image().tag())) {
      return new Decision.Ignore(Optional.of(app.name()), "it follows " + app.tags() + ", not "
          + push.image().tag());
    }
    return switch (judge.of(app, push.image().tag(), digest)) {
      case Verdict.InFlight(var rollout) -> new Decision.Merge(app.name(), Optional.of(rollout));
      case Verdict.Live() -> new Decision.Merge(app.name(), Optional.empty());
      case Verdict.Older(var rollout, var than) -> new Decision.Ignore(Optional.of(app.name()),
          "older than " + than + ", which rollout " + rollout + " brings");
      case Verdict.News() -> open(pending, app, digest, now);
    };
  }

  private static Decision open(Pending pending, AppSettings app, Digest digest, Instant now) {
    Push push = pending.push();
    var wanted = new DesiredImage.ByTag(push.image(), Optional.of(digest));
    return new Decision.Open(
        RolloutRequest.of(app.name(), wanted, new Cause.Pushed(pending.delivery(), push.image().tag()), now));
  }
}
