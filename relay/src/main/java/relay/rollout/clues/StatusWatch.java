package relay.rollout.clues;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final Map<String, Instant> knownErrors = new HashMap<>();
  private final Set<String> blockedBefore = new HashSet<>();
  private boolean first = true;
  private boolean changed;
  private SiteStatus last = new SiteStatus(List.of());

  StatusWatch(Instant since) {
    this.since = since;
  }

  void seen(SiteStatus status) {
    if (first && !status.instances().isEmpty()) {
      first = false;
      status.instances().forEach(this::known);
    }
    blockedBefore.removeIf(id -> status.instances().stream()
        .noneMatch(each -> each.id().equals(id) && each.state() == State.BLOCKED));
    changed |= !status.instances().isEmpty() && !status.allStarted();
    last = status;
  }

  /** What the first look shows may be left from the image before: an error later than the write, if the clocks differ. */
  private void known(Instance instance) {
    instance.lastErrorAt().ifPresent(at -> knownErrors.put(instance.id(), at));
    if (instance.state() == State.BLOCKED) {
      blockedBefore.add(instance.id());
    }
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
      boolean before = blockedBefore.contains(blocked.get().id())
          || (failed.isEmpty() && blocked.get().lastErrorAt().isPresent());
      Blame blame = before ? Blame.ENVIRONMENT : failed.map(StatusWatch::blame).orElse(Blame.UNKNOWN);
      return Optional.of(new Fault(blame, new Unhealthy.Blocked(blocked.get().details()), Optional.empty(),
          !before && failed.isPresent()));
    }
    return failed.map(each -> new Fault(blame(each), why(each), Optional.empty(), each.state() == State.STOPPED));
  }

  private boolean failedSince(Instance instance) {
    return instance.state() != State.STARTED && instance.lastError().isPresent()
        && instance.lastErrorAt().filter(since::isBefore)
            .filter(at -> !at.equals(knownErrors.get(instance.id()))).isPresent();
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
