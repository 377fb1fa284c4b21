package relay.rollout.clues;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import relay.app.SiteStatus;
import relay.app.SiteStatus.Instance;
import relay.app.SiteStatus.State;
import relay.health.Blame;
import relay.health.Clues.Fault;
import relay.health.Unhealthy;

/**
 * What the platform's site status says of one switch. It names no image: that every instance is started counts only once
 * one was seen to change since the write, and an error only when it is later than the write.
 */
final class StatusWatch {
  private final Instant since;
  private boolean changed;
  private SiteStatus last = new SiteStatus(List.of());

  StatusWatch(Instant since) {
    this.since = since;
  }

  void seen(SiteStatus status) {
    changed |= !status.instances().isEmpty() && !status.allStarted();
    last = status;
  }

  boolean allStarted() {
    return changed && last.allStarted();
  }

  /**
   * What the platform says of a start that failed; empty when it says nothing. A site that is blocked by failures from
   * before the write may still start the new image.
   */
  Optional<Fault> fault() {
    Optional<Instance> failed = last.instances().stream().filter(this::failedSince).findFirst();
    Optional<Instance> blocked = last.instances().stream().filter(each -> each.state() == State.BLOCKED).findFirst();
    if (blocked.isPresent()) {
      boolean before = failed.isEmpty() && blocked.get().lastErrorAt().isPresent();
      Blame blame = failed.map(StatusWatch::blame).orElse(before ? Blame.ENVIRONMENT : Blame.UNKNOWN);
      return Optional.of(
          new Fault(blame, new Unhealthy.Blocked(blocked.get().details()), Optional.empty(), failed.isPresent()));
    }
    return failed.map(each -> new Fault(blame(each), why(each), Optional.empty(), each.state() == State.STOPPED));
  }

  private boolean failedSince(Instance instance) {
    return instance.state() != State.STARTED && instance.lastError().isPresent()
        && instance.lastErrorAt().filter(since::isBefore).isPresent();
  }

  private static boolean isPull(Instance instance) {
    return instance.lastError().filter(error -> error.startsWith("ImagePull")).isPresent();
  }

  /** Codes that speak of the container itself; anything else may be the platform's own trouble. */
  private static boolean isContainer(Instance instance) {
    return instance.lastError().filter(error -> error.startsWith("Container")).isPresent();
  }

  private static Blame blame(Instance instance) {
    if (isPull(instance)) {
      return Blame.ENVIRONMENT;
    }
    return isContainer(instance) ? Blame.IMAGE : Blame.UNKNOWN;
  }

  private static Unhealthy why(Instance instance) {
    String said = instance.lastError().orElse("") + (instance.details().isEmpty() ? "" : ": " + instance.details());
    return isPull(instance) ? new Unhealthy.PullFailed(said) : new Unhealthy.StartTimeout(said);
  }
}
