package relay.rollout.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.AppSettings.Drift;
import relay.app.AppSettings.VaultGate;
import relay.app.AppView;
import relay.app.RollbackTarget;
import relay.app.WebApp;
import relay.app.WebAppException;
import relay.health.Baseline;
import relay.health.Expectation;
import relay.health.check.HealthCheck;
import relay.image.PinnedImage;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.NoChange;
import relay.rollout.Refusal;
import relay.rollout.RolloutRequest;
import relay.rollout.clues.AppClues;
import relay.rollout.gate.Takeover;
import relay.rollout.record.Note;
import relay.time.Deadline;
import relay.time.Waiter;

/** Looks at the app that is to be switched and plans the change. Reads only; safe to repeat. */
final class AppCheck {
  private static final int PATIENCE_INTERVALS = 5;
  private final AppSettings settings;
  private final WebApp app;
  private final HealthCheck health;
  private final Waiter waiter;
  private final RollbackTargetFinder targets;
  private final ProofCheck proof;

  AppCheck(AppSettings settings, WebApp app, Registry registry, HealthCheck health, Waiter waiter) {
    this.settings = settings;
    this.app = app;
    this.health = health;
    this.waiter = waiter;
    this.targets = new RollbackTargetFinder(registry, settings);
    this.proof = new ProofCheck(settings, registry);
  }

  CheckOutcome check(RolloutRequest request, TargetCheck.Result.Found found, AppRecord record, Takeover takeover)
      throws RegistryException, WebAppException, InterruptedException {
    boolean goesBack = request.cause().goesBack();
    AppView view = quiet(app.look());
    Optional<Refusal> unfit = unfit(view, goesBack || takeover.inherited().isPresent());
    if (unfit.isPresent()) {
      return refuse(found, unfit.get());
    }
    PinnedImage target = found.details().image();
    Optional<NoChange> nothing = nothingToDo(request, target, view, record);
    if (nothing.isPresent()) {
      return new CheckOutcome.Leave(nothing.get());
    }
    boolean drifted = record.live().filter(expected -> !expected.sameAs(view.live())).isPresent();
    if (drifted && !(request.cause() instanceof Cause.Manual) && settings.mode() == AppSettings.Mode.ACT
        && settings.drift() == Drift.ALERT) {
      return new CheckOutcome.Drifted(record.live().orElseThrow(), view.live());
    }
    Optional<RollbackTarget> inherited = takeover.inherited().flatMap(Change::back)
        .filter(before -> !before.configured().runs(target));
    Optional<RollbackTarget> back = inherited.isPresent() ? inherited : targets.from(view.live(), target, record);
    boolean free = goesBack || request.acceptNoRollbackTarget()
        || takeover.inherited().isPresent();
    if (back.isEmpty() && !free) {
      return refuse(found, new Refusal.NoRollbackTarget(settings.repository()));
    }
    return plan(request, found, view, record, back, takeover);
  }

  private static CheckOutcome refuse(TargetCheck.Result.Found found, Refusal why) {
    return new CheckOutcome.Refuse(why, Optional.of(found.details().image().digest()));
  }

  /** Waits a bounded while for an operation of Azure's own to end. */
  private AppView quiet(AppView first) throws WebAppException, InterruptedException {
    Deadline end = Deadline.in(waiter, settings.health().interval().multipliedBy(PATIENCE_INTERVALS));
    AppView view = first;
    while (view.operation().isPresent() && !end.passed()) {
      waiter.pause(settings.health().interval());
      view = app.look();
    }
    return view;
  }

  /** {@code urgent}: the way out of a failure is not closed by a stopped app. */
  private Optional<Refusal> unfit(AppView view, boolean urgent) {
    if (!view.linuxContainer() || !view.live().isContainer()) {
      return Optional.of(new Refusal.UnsupportedModel(view.live()));
    }
    if (!view.running() && !urgent) {
      return Optional.of(new Refusal.AppStopped());
    }
    if (!view.managedIdentityPull() && !settings.acceptStoredPassword()) {
      return Optional.of(new Refusal.StoredPassword());
    }
    return view.operation().map(Refusal.OperationInProgress::new);
  }

  private static Optional<NoChange> nothingToDo(RolloutRequest request, PinnedImage target, AppView view,
      AppRecord record) {
    if (!view.live().runs(target)) {
      return Optional.empty();
    }
    boolean expected = record.live().filter(view.live()::sameAs).isPresent();
    if (expected && request.cause() instanceof Cause.Revert) {
      return Optional.of(new NoChange.AsExpected(view.live()));
    }
    return expected && record.isProven(target) ? Optional.of(new NoChange.AlreadyLive(target)) : Optional.empty();
  }

  private CheckOutcome plan(RolloutRequest request, TargetCheck.Result.Found found, AppView view, AppRecord record,
      Optional<RollbackTarget> back, Takeover takeover)
      throws RegistryException, WebAppException, InterruptedException {
    boolean goesBack = request.cause().goesBack();
    boolean runs = view.live().runs(found.details().image()) || request.cause() instanceof Cause.Adopt;
    Baseline baseline = health.baseline();
    Expectation expected = proof.expected(found.details(), view, runs, record, back, baseline);
    Optional<Refusal> unprovable = proof.unprovable(expected, app.instances(), baseline);
    if (unprovable.isPresent()) {
      return refuse(found, unprovable.get());
    }
    if (baseline instanceof Baseline.Invisible(var detail) && !goesBack && takeover.inherited().isEmpty()) {
      return refuse(found, new Refusal.CannotSeeApp(detail));
    }
    boolean well = baseline instanceof Baseline.Seen seen && seen.well();
    var change = new Change(found.details().image(), view.live(), back, expected,
        proof.expectedBack(back, expected, view, baseline), takeover.inherited().map(Change::wasWell).orElse(well),
        resolved(takeover, goesBack), found.tag(),
        backTag(back, record), view.plan());
    return new CheckOutcome.Go(change, notes(found, view, baseline));
  }

  /** The Key Vault references that were resolved before the app was touched. */
  private Set<String> resolved(Takeover takeover, boolean goesBack) throws WebAppException, InterruptedException {
    if (settings.vaultGate() == VaultGate.OFF) {
      return Set.of();
    }
    if (takeover.inherited().isPresent()) {
      return takeover.inherited().orElseThrow().resolved();
    }
    try {
      return AppClues.resolved(app.vaultReferences());
    } catch (WebAppException unreadable) {
      if (goesBack) {
        return Set.of();
      }
      throw unreadable;
    }
  }

  private static Optional<String> backTag(Optional<RollbackTarget> back, AppRecord record) {
    return back.flatMap(RollbackTarget::pinned).flatMap(image -> record.tagOf(image)
        .or(() -> record.live().filter(live -> live.runs(image)).flatMap(_ -> record.liveTag())));
  }

  private static List<Note> notes(TargetCheck.Result.Found found, AppView view, Baseline baseline) {
    List<Note> notes = new ArrayList<>(found.notes());
    if (!view.managedIdentityPull()) {
      notes.add(new Note.StoredPassword());
    }
    switch (baseline) {
      case Baseline.Invisible(var detail) -> notes.add(new Note.UnseenBefore(detail));
      case Baseline.Seen seen when !seen.well() -> notes.add(new Note.UnwellBefore(seen.detail()));
      case Baseline.Seen _ -> {
      }
    }
    return notes;
  }
}
