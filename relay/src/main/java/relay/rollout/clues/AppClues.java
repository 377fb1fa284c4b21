package relay.rollout.clues;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import relay.app.AppSettings.VaultGate;
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
  private final WebApp app;
  private final ConfiguredImage wanted;
  private final Set<String> resolved;
  private final Instant since;
  private final VaultGate gate;
  private final StatusWatch status;
  private int instances = 1;

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

  @Override
  public Findings look() throws InterruptedException {
    List<String> lines = lines();
    Optional<PlatformLog> log = wanted.pinned().map(image -> PlatformLog.of(lines, image));
    status();
    Optional<Fault> fault = stopped().or(() -> log.flatMap(PlatformLog::fault)).or(status::fault);
    return new Findings(fault, log.filter(PlatformLog::started).isPresent(), status.allStarted(), instances(),
        waitingFor(), lines.subList(Math.max(0, lines.size() - LINES_KEPT), lines.size()));
  }

  private List<String> lines() throws InterruptedException {
    try {
      return app.containerLog(since);
    } catch (WebAppException unreadable) {
      return List.of(); // the log is a help, not a condition
    }
  }

  private void status() throws InterruptedException {
    try {
      app.siteStatus().ifPresent(status::seen);
    } catch (WebAppException unreadable) {
      status.seen(new SiteStatus(List.of()));
    }
  }

  private Optional<Fault> stopped() throws InterruptedException {
    try {
      return app.look().running()
          ? Optional.empty()
          : Optional.of(new Fault(Blame.ENVIRONMENT, new Unhealthy.AppStopped(), Optional.empty(), true));
    } catch (WebAppException unknown) {
      return Optional.empty();
    }
  }

  /** Those that serve the app now: it may have been scaled since the last look. */
  private int instances() throws InterruptedException {
    try {
      instances = Math.max(1, app.instances());
    } catch (WebAppException unknown) {
      return instances;
    }
    return instances;
  }

  private Optional<Unhealthy> waitingFor() throws InterruptedException {
    boolean nothingToLose = gate == VaultGate.NO_WORSE && resolved.isEmpty();
    if (gate == VaultGate.OFF || nothingToLose) {
      return Optional.empty();
    }
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
