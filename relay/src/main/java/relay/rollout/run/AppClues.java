package relay.rollout.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import relay.app.AppSettings.VaultGate;
import relay.app.WebApp;
import relay.app.WebApp.VaultReference;
import relay.app.WebAppException;
import relay.health.Blame;
import relay.health.Clues;
import relay.rollout.Change;

/** The clues that Azure gives about one switch: is the app running, its container log, its Key Vault references. */
public final class AppClues implements Clues {
  private static final int LINES_KEPT = 20;
  private final WebApp app;
  private final Change change;
  private final Instant since;
  private final VaultGate gate;

  public AppClues(WebApp app, Change change, Instant since, VaultGate gate) {
    this.app = app;
    this.change = change;
    this.since = since;
    this.gate = gate;
  }

  @Override
  public Findings look() throws InterruptedException {
    List<String> lines = log();
    var log = new PlatformLog(lines);
    Optional<Fault> fault = stopped().or(log::fault);
    return new Findings(fault, log.started(change.target().digest()), waitingFor(),
        lines.subList(Math.max(0, lines.size() - LINES_KEPT), lines.size()));
  }

  private List<String> log() throws InterruptedException {
    try {
      return app.containerLog(since);
    } catch (WebAppException unreadable) {
      return List.of(); // the log is a help, not a condition
    }
  }

  private Optional<Fault> stopped() throws InterruptedException {
    try {
      return app.look().running()
          ? Optional.empty()
          : Optional.of(new Fault(Blame.ENVIRONMENT, "the app was stopped", true));
    } catch (WebAppException unknown) {
      return Optional.empty();
    }
  }

  private Optional<String> waitingFor() throws InterruptedException {
    if (gate == VaultGate.OFF) {
      return Optional.empty();
    }
    try {
      return app.vaultReferences().stream()
          .filter(reference -> !reference.resolved())
          .filter(reference -> gate == VaultGate.ALL || change.resolved().contains(reference.setting()))
          .map(reference -> "the Key Vault reference of " + reference.setting() + " is " + reference.status())
          .findFirst();
    } catch (WebAppException unknown) {
      return Optional.of("the Key Vault references cannot be read: " + unknown.getMessage());
    }
  }

  /** The names of those that are resolved. */
  public static Set<String> resolved(List<VaultReference> references) {
    return Set.copyOf(references.stream().filter(VaultReference::resolved).map(VaultReference::setting).toList());
  }
}
