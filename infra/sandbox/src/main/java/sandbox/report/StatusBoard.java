package sandbox.report;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import sandbox.arm.SiteStatus;
import sandbox.arm.SiteStatus.LastError;
import sandbox.arm.SiteStatus.Level;
import sandbox.arm.SiteStatus.State;

/** The status of each instance, by its index, as the events leave it. Not safe for threads. */
final class StatusBoard {
  /** How App Service calls a start that ended without an answer, whether the process exited or was silent. */
  private static final String TIMEOUT = "ContainerTimeout";
  private static final String TIMEOUT_DETAILS = "Container did not start within expected time limit.";

  /** @param change whether the start under way replaces what runs */
  private record Entry(State state, String action, Optional<LastError> error, String details, Level level,
      boolean change) {
    static final Entry NEW = new Entry(State.UNKNOWN, "None", Optional.empty(), "", Level.INFO, false);

    Entry to(State next, String doing, String saying) {
      return new Entry(next, doing, error, saying, Level.INFO, change);
    }

    Entry bad(State next, String doing, String saying) {
      return new Entry(next, doing, error, saying, Level.ERR, change);
    }

    Entry failed(LastError why, String saying) {
      return new Entry(State.STOPPING, "CancellingStartup", Optional.of(why), saying, Level.ERR, change);
    }

    Entry changing(boolean now) {
      return new Entry(state, action, error, details, level, now);
    }
  }

  private final String site;
  private final Map<Integer, Entry> entries = new HashMap<>();

  StatusBoard(String site) {
    this.site = site;
  }

  static String pullError(boolean unauthorized) {
    return unauthorized ? "ImagePullUnauthorizedFailure" : "ImagePullFailure";
  }

  /** Forgets the instances from {@code wanted} on: their machines are given back. */
  void scaled(int wanted) {
    entries.keySet().removeIf(index -> index >= wanted);
  }

  /** @param updating whether a start that replaces what runs shows as {@code Updating} */
  SiteStatus status(int index, String instance, boolean updating) {
    Entry entry = entries.getOrDefault(index, Entry.NEW);
    State state = updating && entry.change && entry.state == State.STARTING ? State.UPDATING : entry.state;
    return new SiteStatus(instance, state, entry.action, entry.error, entry.details, entry.level);
  }

  /** The indexes whose status the event changed. */
  List<Integer> take(Event event, Instant now) {
    return switch (event) {
      case Event.Pulling(var on, String image, boolean change) -> all(on, entry -> entry.changing(change)
          .to(State.STARTING, "PullingImage", "Pulling image " + image + " for " + site + "."));
      case Event.Pulled(var on, _, _) -> all(on,
          entry -> entry.to(State.STARTING, "MountingVolumes", "Mounting volumes for " + site + "."));
      case Event.PullFailed(var on, boolean unauthorized, String why) -> all(on,
          entry -> entry.failed(new LastError(pullError(unauthorized), why, now), why));
      case Event.BadReference(var on, String value) -> all(on,
          entry -> entry.failed(new LastError(pullError(false), Sentences.reference(value), now),
              Sentences.reference(value)));
      case Event.Creating(int on, _, _, _, _) -> all(List.of(on),
          entry -> entry.to(State.STARTING, "CreatingContainer",
              "Finished pulling container image and mounting volumes for " + site + "."));
      case Event.NotCreated(int on, _, String why) -> all(List.of(on),
          entry -> entry.failed(new LastError(TIMEOUT, why, now), why));
      case Event.Warming(int on, _) -> all(List.of(on),
          entry -> entry.to(State.STARTING, "WaitingForSiteWarmUpProbeSuccess",
              "Pinging warmup path to ensure container is ready to receive requests."));
      case Event.Ready(int on, _, var took) -> all(List.of(on),
          entry -> entry.to(State.STARTING, "WarmUpProbeSucceeded",
              "Site startup probe succeeded after " + Sentences.seconds(took) + " seconds."));
      case Event.Started(var on) -> all(on,
          entry -> entry.to(State.STARTED, "None", "Site started at " + Sentences.time(now) + " (UTC)"));
      case Event.ExitedAtStart(int on, String container, int code, _, _) -> all(List.of(on),
          entry -> entry.failed(new LastError(TIMEOUT, TIMEOUT_DETAILS, now),
              "Container has finished running with exit code: " + code + ". Site container: " + container
                  + " terminated during site startup."));
      case Event.Mute(int on, _, _, var after) -> all(List.of(on),
          entry -> entry.failed(new LastError(TIMEOUT, TIMEOUT_DETAILS, now),
              "Site startup probe failed after " + Sentences.seconds(after) + " seconds."));
      case Event.GaveUp(var on) -> all(on,
          entry -> entry.bad(State.STOPPED, "None", "Failed to start site. Revert by stopping site."));
      case Event.Ended(int on, _, int code) -> all(List.of(on),
          entry -> entry.bad(State.STOPPED, "None", "Container has finished running with exit code: " + code + "."));
      case Event.Blocked(var on, var time, var until) -> all(on,
          entry -> entry.bad(State.BLOCKED, "None", Sentences.blocked(site, time, until)));
      case Event.Unblocked(var on) -> all(on, entry -> entry.to(State.STOPPED, "None", Sentences.unblocked(site)));
      case Event.PullStep _,Event.Stopping _,Event.Stopped _,Event.Prohibited _,Event.Trouble _ -> List.of();
    };
  }

  private List<Integer> all(List<Integer> on, UnaryOperator<Entry> next) {
    on.forEach(index -> entries.put(index, next.apply(entries.getOrDefault(index, Entry.NEW))));
    return on;
  }
}
