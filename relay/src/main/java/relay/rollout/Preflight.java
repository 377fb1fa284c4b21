package relay.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import relay.health.Baseline;
import relay.health.Expectation;
import relay.health.Grade;
import relay.health.HealthCheck;
import relay.health.Pace;
import relay.image.ImageDetails;
import relay.image.PinnedImage;
import relay.image.Registry;
import relay.image.RegistryTrouble;
import relay.rollout.AppSettings.Drift;
import relay.rollout.AppSettings.VaultGate;

/** Everything that must hold before an app is touched. Reads only; safe to repeat. */
final class Preflight {
  private final AppSettings settings;
  private final Registry registry;
  private final WebApp app;
  private final HealthCheck health;
  private final Pace pace;
  private final TargetCheck targets;

  Preflight(AppSettings settings, Registry registry, WebApp app, HealthCheck health, Pace pace,
      Journal journal) {
    this.settings = settings;
    this.registry = registry;
    this.app = app;
    this.health = health;
    this.pace = pace;
    this.targets = new TargetCheck(settings, registry, pace, journal::quarantined);
  }

  /** What came of it; {@code notes} are sentences for the timeline. */
  sealed interface Outcome {
    record Go(Change change, Optional<String> plan, List<String> notes) implements Outcome {}
    /** {@code again}: the reason may pass. */
    record Refuse(String why, boolean again) implements Outcome {}
    record Leave(String why) implements Outcome {}
    record Drifted(Live expected, Live found) implements Outcome {}
    record Cut() implements Outcome {}
  }

  Outcome check(Rollout rollout, AppMemory memory, BooleanSupplier cut) throws InterruptedException {
    try {
      RolloutRequest request = rollout.request();
      return switch (request.wanted()) {
        case Wanted.Named named -> check(request, named, memory, cut);
        case Wanted.FirstHeld several -> check(request, firstHeld(several), memory, cut);
        case Wanted.AsFound() -> checkFound(request, memory, cut);
      };
    } catch (RegistryTrouble e) {
      return new Outcome.Refuse("the registry could not be asked: " + e.getMessage(), passes(e));
    } catch (WebAppTrouble e) {
      return new Outcome.Refuse("the app could not be looked at: " + e.getMessage(),
          e.kind() == WebAppTrouble.Kind.UNAVAILABLE);
    }
  }
  private Wanted.Exactly firstHeld(Wanted.FirstHeld several) throws RegistryTrouble, InterruptedException {
    if (!registry.holds(several.best().image())) {
      for (Wanted.Exactly other : several.others()) {
        if (registry.holds(other.image())) {
          return other;
        }
      }
    }
    return several.best(); // refused, when it is not there, like any other image
  }
  private Outcome checkFound(RolloutRequest request, AppMemory memory, BooleanSupplier cut)
      throws RegistryTrouble, WebAppTrouble, InterruptedException {
    Live found = app.look().live();
    if (!found.isOf(settings.repository())) {
      return new Outcome.Refuse("the app runs " + found + ", which is no image of " + settings.repository(), false);
    }
    if (memory.expected().filter(found::sameAs).isPresent()) {
      return new Outcome.Leave("the app runs what it is expected to run");
    }
    Wanted.Named named = found.pinned().<Wanted.Named>map(image -> new Wanted.Exactly(image, Optional.empty()))
        .orElseGet(() -> new Wanted.Tagged(found.tagged().orElseThrow(), Optional.empty()));
    return check(request, named, memory, cut);
  }
  private Outcome check(RolloutRequest request, Wanted.Named wanted, AppMemory memory, BooleanSupplier cut)
      throws RegistryTrouble, WebAppTrouble, InterruptedException {
    return switch (targets.find(wanted, request.cause().manual(), memory, cut)) {
      case TargetCheck.Refused(var why) -> new Outcome.Refuse(why, false);
      case TargetCheck.Cut() -> new Outcome.Cut();
      case TargetCheck.Found found -> checkApp(request, found, memory);
    };
  }
  private static boolean passes(RegistryTrouble e) {
    return e.kind() == RegistryTrouble.Kind.UNAVAILABLE;
  }
  private Outcome checkApp(RolloutRequest request, TargetCheck.Found found, AppMemory memory)
      throws RegistryTrouble, WebAppTrouble, InterruptedException {
    AppView view = quiet(app.look());
    Optional<String> unfit = unfit(view);
    if (unfit.isPresent()) {
      return new Outcome.Refuse(unfit.get(), view.operation().isPresent());
    }
    PinnedImage target = found.details().image();
    if (view.live().runs(target) && !(request.cause() instanceof Cause.Adopt)) {
      return new Outcome.Leave("the app already runs " + target.digest().brief());
    }
    boolean drifted = memory.expected().filter(expected -> !expected.sameAs(view.live())).isPresent();
    if (drifted && !request.cause().manual() && settings.drift() == Drift.ALERT) {
      return new Outcome.Drifted(memory.expected().orElseThrow(), view.live());
    }
    Optional<WayBack> back = new WaysBack(registry, settings.repository()).from(view.live(), target, memory);
    boolean goesBack = request.cause() instanceof Cause.Rollback; // then the target is the way back itself
    if (back.isEmpty() && !goesBack && !request.acceptNoWayBack()) {
      return new Outcome.Refuse("no way back: no older digest of " + settings.repository()
          + " is known to have run here and still in the registry", false);
    }
    return checkProof(found, view, memory, back.orElse(new WayBack.Nowhere()));
  }
  /** Waits a bounded while for an operation of Azure's own to end. */
  private AppView quiet(AppView first) throws WebAppTrouble, InterruptedException {
    AppView view = first;
    for (int i = 0; view.operation().isPresent() && i < 5; i++) {
      pace.pause(settings.health().interval());
      view = app.look();
    }
    return view;
  }
  private Optional<String> unfit(AppView view) {
    if (!view.linuxContainer() || !view.live().isContainer()) {
      return Optional.of("the app is not a single-container app for Linux: it runs " + view.live());
    }
    if (!view.running()) {
      return Optional.of("the app is stopped");
    }
    if (!view.managedIdentityPull() && !settings.acceptStoredPassword()) {
      return Optional.of("the app pulls with a stored password, not with a managed identity");
    }
    return view.operation().map(operation -> "Azure is busy with the app: " + operation);
  }
  private Outcome checkProof(TargetCheck.Found found, AppView view, AppMemory memory, WayBack back)
      throws RegistryTrouble, WebAppTrouble, InterruptedException {
    PinnedImage target = found.details().image();
    Optional<String> mark = label(Optional.of(found.details()));
    Optional<String> before = labelOf(before(view.live(), target, memory));
    var expected = new Expectation(mark, before);
    if (!expected.canProve() && settings.proof().require() == Grade.PROVEN) {
      return new Outcome.Refuse("cannot prove: the image " + (mark.isEmpty()
          ? "has no label " + settings.proof().label()
          : "has the same " + settings.proof().label() + " as the one that runs"), false);
    }
    Baseline baseline = health.baseline();
    if (baseline instanceof Baseline.Invisible(var why)) {
      return new Outcome.Refuse("the relay cannot see this app: " + why, false);
    }
    Set<String> resolved = settings.vaultGate() == VaultGate.OFF ? Set.of() : AppClues.resolved(app.vaultReferences());
    Optional<String> backMark = back instanceof WayBack.Pinned(var image)
        ? labelOf(Optional.of(image))
        : Optional.empty();
    var change = new Change(target, view.live(), back, expected, new Expectation(backMark, mark), app.instances(),
        baseline instanceof Baseline.Seen(var well, _) && well, resolved, found.tag(),
        memory.expected().filter(view.live()::sameAs).flatMap(_ -> memory.liveTag()));
    return new Outcome.Go(change, view.plan(), notes(found, view, baseline));
  }
  private List<String> notes(TargetCheck.Found found, AppView view, Baseline baseline) {
    var notes = new ArrayList<>(found.notes());
    if (!view.managedIdentityPull()) {
      notes.add("Warning: the app pulls with a stored password.");
    }
    if (baseline instanceof Baseline.Seen(var well, var how) && !well) {
      notes.add("The app is not well before the rollout: " + how + ".");
    }
    return notes;
  }
  /** The image that answers before the switch, as far as it is an image of the repository. */
  private static Optional<PinnedImage> before(Live live, PinnedImage target, AppMemory memory) {
    if (live.runs(target)) { // somebody else switched it already
      return memory.expected().flatMap(Live::pinned);
    }
    return live.pinned().or(() -> live.tagged().flatMap(tagged -> memory.presumed()
        .filter(presumed -> presumed.in().equals(tagged.in()))));
  }
  private Optional<String> labelOf(Optional<PinnedImage> image) throws RegistryTrouble, InterruptedException {
    if (image.isEmpty() || !image.get().in().equals(settings.repository())) {
      return Optional.empty();
    }
    return label(registry.describe(image.get(), settings.platform()));
  }
  private Optional<String> label(Optional<ImageDetails> details) {
    return details.map(d -> d.labels().get(settings.proof().label())).filter(value -> !value.isBlank());
  }
}
