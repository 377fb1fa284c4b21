package relay.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.health.Pace;
import relay.image.Digest;
import relay.rollout.Pushes.Decision;
import relay.rollout.Pushes.Pending;

/**
 * Decides what becomes of acknowledged pushes: a loop on one virtual thread, so that no two pushes are judged side by
 * side. Repeats are judged by state, not by history: what is live or in flight is no news.
 */
public final class PushDesk implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(PushDesk.class);
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private final List<AppSettings> apps;
  private final Pushes pushes;
  private final Journal journal;
  private final Pace pace;
  private final Consumer<AppName> nudge;

  /**
   * Wires the desk.
   *
   * @param nudge tells the desk of an app that there is a rollout for it
   */
  public PushDesk(List<AppSettings> apps, Pushes pushes, Journal journal, Pace pace, Consumer<AppName> nudge) {
    this.apps = List.copyOf(apps);
    this.pushes = pushes;
    this.journal = journal;
    this.pace = pace;
    this.nudge = nudge;
  }
  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (!decideSome()) {
          pace.pause(AGAIN);
        }
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
  /** Decides on what is there; false when there was nothing. */
  boolean decideSome() {
    try {
      List<Pending> waiting = pushes.undecided(100);
      for (Pending pending : waiting) {
        List<Rollout> opened = pushes.decide(pending, decide(pending, pace.now()));
        opened.forEach(rollout -> nudge.accept(rollout.app()));
      }
      return !waiting.isEmpty();
    } catch (Journal.JournalFailure e) {
      LOG.error("the journal fails, so no push is decided", e);
      return false;
    }
  }
  private List<Decision> decide(Pending pending, Instant now) {
    Push push = pending.push();
    List<Decision> decisions = new ArrayList<>();
    for (AppSettings app : apps) {
      if (app.registry().equals(push.registry()) && app.repository().equals(push.image().in())) {
        decisions.add(decide(pending, app, now));
      }
    }
    if (decisions.isEmpty()) {
      decisions.add(new Decision.Ignore(Optional.empty(), "no app takes images from " + push.image().in()));
    }
    return decisions;
  }
  private Decision decide(Pending pending, AppSettings app, Instant now) {
    Push push = pending.push();
    if (!app.tags().watches(push.image().tag())) {
      return new Decision.Ignore(Optional.of(app.name()), "it follows " + app.tags() + ", not "
          + push.image().tag());
    }
    List<Rollout> open = journal.unfinished(app.name());
    Optional<RolloutId> inFlight = open.stream().max(Comparator.comparing(Rollout::id)) // an older one is superseded
        .filter(rollout -> brings(rollout, push.digest())).map(Rollout::id);
    if (inFlight.isPresent()) {
      return new Decision.Merge(app.name(), inFlight);
    }
    boolean live = journal.memory(app.name()).expected().flatMap(Live::pinned)
        .filter(image -> image.digest().equals(push.digest())).isPresent();
    if (live && open.isEmpty()) {
      return new Decision.Merge(app.name(), Optional.empty());
    }
    var wanted = new Wanted.Tagged(push.image(), Optional.of(push.digest()));
    return new Decision.Open(
        RolloutRequest.of(app.name(), wanted, new Cause.Pushed(pending.delivery(), push.image().tag()), now));
  }
  /** Whether the rollout is on its way to this digest; one that goes back is not. */
  private static boolean brings(Rollout rollout, Digest digest) {
    return switch (rollout.state()) {
      case RolloutState.Untouched _ -> rollout.request().wanted().digest().filter(digest::equals).isPresent();
      case RolloutState.Touched touched -> touched.change().target().digest().equals(digest);
      case RolloutState.Restoring _,RolloutState.Settled _ -> false;
    };
  }
}
