package relay.rollout.clues;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import relay.app.AppSettings.VaultGate;
import relay.app.AppView;
import relay.app.ConfiguredImage;
import relay.app.SiteStatus;
import relay.app.WebApp;
import relay.app.WebApp.VaultReference;
import relay.app.WebAppException;
import relay.health.Blame;
import relay.health.Clues;
import relay.health.Unhealthy;

/** The clues that Azure gives about one switch. Used by one thread. */
public final class AppClues implements Clues {
  private static final int LINES_KEPT = 20;
  private static final Duration BEFORE = Duration.ofMinutes(10);
  private final WebApp app;
  private final ConfiguredImage wanted;
  private final Set<String> resolved;
  private final Instant since;
  private final VaultGate gate;
  private final StatusWatch status;
  private int instances = 1;
  private boolean startLogged;

  /**
   * Clues about {@code wanted}, configured at {@code since}.
   *
   * @param resolved names of the Key Vault references that were resolved before
   */
  public AppClues(WebApp app, ConfiguredImage wanted, Set<String> resolved, Instant since, VaultGate gate) {
    this.app = app;
    this.wanted = wanted;
    this.resolved = Set.copyOf(resolved);
    this.since = since;
    this.gate = gate;
    this.status = new StatusWatch(since);
  }

  /** An Azure that does not answer the first question is asked no other, so that the app itself is asked again soon. */
  @Override
  public Findings look() throws InterruptedException {
    Optional<AppView> view;
    try {
      view = Optional.of(app.look());
    } catch (WebAppException e) {
      if (e.kind() == WebAppException.Kind.UNAVAILABLE) {
        return blind(e);
      }
      view = Optional.empty();
    }
    return look(view);
  }

  private Findings blind(WebAppException why) {
    status.seen(new SiteStatus(List.of()));
    return new Findings(Optional.empty(), startLogged, false, instances,
        needsVault() ? Optional.of(new Unhealthy.VaultUnreadable(why.code())) : Optional.empty(), List.of());
  }

  private Findings look(Optional<AppView> view) throws InterruptedException {
    Optional<Unhealthy> waitingFor = needsVault() ? vault() : Optional.empty();
    instances = countInstances();
    status.seen(readStatus());
    List<String> lines = lines();
    Optional<PlatformLog> log = wanted.pinned().map(image -> PlatformLog.of(lines, image, instances, since));
    startLogged = log.filter(found -> found.started() || (startLogged && found.isSilent())).isPresent();
    Optional<Fault> fault = stopped(view).or(() -> log.flatMap(PlatformLog::fault)).or(status::fault);
    return new Findings(fault, startLogged, status.allStarted(), instances, waitingFor, lastOf(lines));
  }

  private List<String> lastOf(List<String> lines) {
    List<String> young = lines.stream().filter(line -> PlatformLine.time(line).filter(since::isAfter).isEmpty())
        .toList();
    return young.subList(Math.max(0, young.size() - LINES_KEPT), young.size());
  }

  /** Also what stands before the write: a later line may go on with what an earlier one is about. */
  private List<String> lines() throws InterruptedException {
    try {
      return app.containerLog(since.minus(BEFORE));
    } catch (WebAppException unreadable) {
      return List.of(); // the log is a help, not a condition
    }
  }

  private SiteStatus readStatus() throws InterruptedException {
    try {
      return app.siteStatus().orElseGet(() -> new SiteStatus(List.of()));
    } catch (WebAppException unreadable) {
      return new SiteStatus(List.of());
    }
  }

  private static Optional<Fault> stopped(Optional<AppView> view) {
    return view.filter(seen -> !seen.running())
        .map(_ -> new Fault(Blame.ENVIRONMENT, new Unhealthy.AppStopped(), Optional.empty(), true));
  }

  /** Those that serve the app now: it may have been scaled since the last look. */
  private int countInstances() throws InterruptedException {
    try {
      return Math.max(1, app.instances());
    } catch (WebAppException unknown) {
      return instances;
    }
  }

  /** An app that had nothing resolved has nothing to lose. */
  private boolean needsVault() {
    return gate == VaultGate.ALL || (gate == VaultGate.NO_WORSE && !resolved.isEmpty());
  }

  private Optional<Unhealthy> vault() throws InterruptedException {
    try {
      return app.vaultReferences().stream()
          .filter(reference -> !reference.resolved())
          .filter(reference -> gate == VaultGate.ALL || resolved.contains(reference.setting()))
          .<Unhealthy>map(reference -> new Unhealthy.VaultReference(reference.setting(), reference.status()))
          .findFirst();
    } catch (WebAppException unknown) {
      return Optional.of(new Unhealthy.VaultUnreadable(unknown.code()));
    }
  }

  /** The names of those that are resolved. */
  public static Set<String> resolved(List<VaultReference> references) {
    return Set.copyOf(references.stream().filter(VaultReference::resolved).map(VaultReference::setting).toList());
  }
}
