package relay.rollout.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.AppSettings.Drift;
import relay.app.AppSettings.VaultGate;
import relay.app.AppView;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.app.WebApp;
import relay.app.WebAppException;
import relay.health.Baseline;
import relay.health.Expectation;
import relay.health.Grade;
import relay.health.HealthCheck;
import relay.image.ImageDetails;
import relay.image.PinnedImage;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.DesiredImage;
import relay.rollout.Journal;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;
import relay.time.Waiter;

/** Everything that must hold before an app is touched. Reads only; safe to repeat. */
public final class Preflight {
  private final AppSettings settings;
  private final Registry registry;
  private final WebApp app;
  private final HealthCheck health;
  private final Waiter waiter;
  private final TargetCheck targets;

  public Preflight(AppSettings settings, Registry registry, WebApp app, HealthCheck health, Waiter waiter,
      Journal journal) {
    this.settings = settings;
    this.registry = registry;
    this.app = app;
    this.health = health;
    this.waiter = waiter;
    this.targets = new TargetCheck(settings, registry, waiter, journal::quarantined);
  }

  /** What came of it; {@code notes} are sentences for the timeline. */
  public sealed interface Outcome {
    record Go(Change change, Optional<String> plan, List<String> notes) implements Outcome {}

    /** {@code again}: the reason may pass. */
    record Refuse(String why, boolean again) implements Outcome {}

    record Leave(String why) implements Outcome {}

    record Drifted(ConfiguredImage expected, ConfiguredImage found) implements Outcome {}

    record Cut() implements Outcome {}
  }

  public Outcome check(Rollout rollout, AppRecord memory, BooleanSupplier cut) throws InterruptedException {
    try {
      RolloutRequest request = rollout.request();
      return switch (request.wanted()) {
        case DesiredImage.ByTagOrDigest named -> check(request, named, memory, cut);
        case DesiredImage.FirstAvailable several -> check(request, firstHeld(several), memory, cut);
        case DesiredImage.Adopted() -> checkFound(request, memory, cut);
      };
    } catch (RegistryException e) {
      return new Outcome.Refuse("the registry could not be asked: " + e.getMessage(), passes(e));
    } catch (WebAppException e) {
      return new Outcome.Refuse("the app could not be looked at: " + e.getMessage(),
          e.kind() == WebAppException.Kind.UNAVAILABLE);
    }
  }

  private DesiredImage.ByDigest firstHeld(DesiredImage.FirstAvailable several)
      throws RegistryException, InterruptedException {
    if (!registry.holds(several.best().image(), settings.platform())) {
      for (DesiredImage.ByDigest other : several.others()) {
        if (registry.holds(other.image(), settings.platform())) {
          return other;
        }
      }
    }
    return several.best(); // refused, when it is not there, like any other image
  }

  private Outcome checkFound(RolloutRequest request, AppRecord memory, BooleanSupplier cut)
      throws RegistryException, WebAppException, InterruptedException {
    ConfiguredImage found = app.look().live();
    if (!found.isOf(settings.repository())) {
      return new Outcome.Refuse("the app runs " + found + ", which is no image of " + settings.repository(), false);
    }
    if (memory.expected().filter(found::sameAs).isPresent()) {
      return new Outcome.Leave("the app runs what it is expected to run");
    }
    DesiredImage.ByTagOrDigest named = found
        .pinned().<DesiredImage.ByTagOrDigest>map(image -> new DesiredImage.ByDigest(image, Optional.empty()))
        .orElseGet(() -> new DesiredImage.ByTag(found.tagged().orElseThrow(), Optional.empty()));
    return check(request, named, memory, cut);
  }

  private Outcome check(RolloutRequest request, DesiredImage.ByTagOrDigest wanted, AppRecord memory,
      BooleanSupplier cut)
      throws RegistryException, WebAppException, InterruptedException {
    return switch (targets.find(wanted, request.cause().manual(), memory, cut)) {
      case TargetCheck.Refused(var why) -> new Outcome.Refuse(why, false);
      case TargetCheck.Cut() -> new Outcome.Cut();
      case TargetCheck.Found found -> checkApp(request, found, memory);
    };
  }

  private static boolean passes(RegistryException e) {
    return e.kind() == RegistryException.Kind.UNAVAILABLE;
  }

  private Outcome checkApp(RolloutRequest request, TargetCheck.Found found, AppRecord memory)
      throws RegistryException, WebAppException, InterruptedException {
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
    Optional<RollbackTarget> back = new RollbackTargetFinder(registry, settings).from(view.live(), target, memory);
    boolean goesBack = request.cause() instanceof Cause.Rollback; // then the target is the way back itself
    if (back.isEmpty() && !goesBack && !request.acceptNoWayBack()) {
      return new Outcome.Refuse("no way back: no older digest of " + settings.repository()
          + " is known to have run here and still in the registry", false);
    }
    return checkProof(found, view, memory, back.orElse(new RollbackTarget.Nowhere()));
  }

  /** Waits a bounded while for an operation of Azure's own to end. */
  private AppView quiet(AppView first) throws WebAppException, InterruptedException {
    AppView view = first;
    for (int i = 0; view.operation().isPresent() && i < 5; i++) {
      waiter.pause(settings.health().interval());
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

  private Outcome checkProof(TargetCheck.Found found, AppView view, AppRecord memory, RollbackTarget back)
      throws RegistryException, WebAppException, InterruptedException {
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
    Optional<String> backMark = back instanceof RollbackTarget.Pinned(var image)
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
  private static Optional<PinnedImage> before(ConfiguredImage live, PinnedImage target, AppRecord memory) {
    if (live.runs(target)) { // somebody else switched it already
      return memory.expected().flatMap(ConfiguredImage::pinned);
    }
    return live.pinned().or(() -> live.tagged().flatMap(tagged -> memory.presumed()
        .filter(presumed -> presumed.in().equals(tagged.in()))));
  }

  private Optional<String> labelOf(Optional<PinnedImage> image) throws RegistryException, InterruptedException {
    if (image.isEmpty() || !image.get().in().equals(settings.repository())) {
      return Optional.empty();
    }
    return label(registry.describe(image.get(), settings.platform()));
  }

  private Optional<String> label(Optional<ImageDetails> details) {
    return details.map(d -> d.labels().get(settings.proof().label())).filter(value -> !value.isBlank());
  }
}
