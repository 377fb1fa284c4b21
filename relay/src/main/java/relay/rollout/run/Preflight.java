package relay.rollout.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.app.WebApp;
import relay.app.WebAppException;
import relay.health.check.HealthCheck;
import relay.image.PinnedImage;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.rollout.DesiredImage;
import relay.rollout.NoChange;
import relay.rollout.Refusal;
import relay.rollout.Rollout;
import relay.rollout.WaitReason;
import relay.rollout.gate.Takeover;
import relay.rollout.record.Journal;
import relay.time.Waiter;

/** Everything that must hold before an app is touched: first the image, then the app. Reads only; safe to repeat. */
final class Preflight {
  private final AppSettings settings;
  private final Registry registry;
  private final WebApp app;
  private final Journal journal;
  private final FirstSight firstSight;
  private final TargetCheck targets;
  private final AppCheck apps;

  Preflight(AppSettings settings, Registry registry, WebApp app, HealthCheck health, Waiter waiter, Journal journal) {
    this.settings = settings;
    this.registry = registry;
    this.app = app;
    this.journal = journal;
    this.firstSight = new FirstSight(settings, app, registry, journal);
    this.targets = new TargetCheck(settings, registry, waiter, journal::quarantined);
    this.apps = new AppCheck(settings, app, registry, health, waiter);
  }

  /**
   * Checks the image and the app.
   *
   * @param underWay the rollout that has the app in its hands
   * @param cut asked while the registry is waited for
   */
  CheckOutcome check(Rollout rollout, Optional<Rollout> underWay, BooleanSupplier cut) throws InterruptedException {
    try {
      firstSight.ensure();
      AppRecord record = journal.record(rollout.app());
      return switch (rollout.request().desired()) {
        case DesiredImage.ByTagOrDigest named -> check(rollout, named, record, underWay, cut);
        case DesiredImage.FirstAvailable several -> check(rollout, chosen(several, record), record, underWay, cut);
        case DesiredImage.Adopted() -> checkFound(rollout, record, underWay, cut);
      };
    } catch (RegistryException e) {
      return unanswered(rollout, Faults.of(e), new WaitReason.RegistrySilent(settings.repository().registry()));
    } catch (WebAppException e) {
      return unanswered(rollout, Faults.of(e), new WaitReason.AzureSilent());
    }
  }

  /** The way back is not given up for a silence that may pass; anything else a person or the tag asks for anew. */
  private static CheckOutcome unanswered(Rollout rollout, Refusal fault, WaitReason silence) {
    boolean waits = rollout.request().cause().goesBack() && fault.passing();
    return waits ? new CheckOutcome.Wait(silence) : new CheckOutcome.Refuse(fault, Optional.empty());
  }

  private CheckOutcome check(Rollout rollout, DesiredImage.ByTagOrDigest desired, AppRecord record,
      Optional<Rollout> underWay, BooleanSupplier cut)
      throws RegistryException, WebAppException, InterruptedException {
    return switch (targets.find(rollout.request(), desired, record, cut)) {
      case TargetCheck.Result.Refused(var why, var image) -> new CheckOutcome.Refuse(why, image);
      case TargetCheck.Result.Ended(var why) -> new CheckOutcome.Leave(why);
      case TargetCheck.Result.Cut() -> new CheckOutcome.Cut();
      case TargetCheck.Result.Found found -> checkApp(rollout, found, record, underWay);
    };
  }

  private CheckOutcome checkApp(Rollout rollout, TargetCheck.Result.Found found, AppRecord record,
      Optional<Rollout> underWay) throws RegistryException, WebAppException, InterruptedException {
    Optional<Rollout> same = underWay.filter(other -> other.brings(found.details().image().digest()));
    if (same.isPresent()) {
      return new CheckOutcome.Leave(new NoChange.Joined(same.get().id(), found.details().image()));
    }
    return switch (Takeover.of(rollout, underWay)) {
      case Takeover.NotNow(var why) -> new CheckOutcome.Wait(why);
      case Takeover takeover -> apps.check(rollout.request(), found, record, takeover);
    };
  }

  /**
   * The first that the registry holds, and that the app does not run: it was chosen by the record, which may not know yet that
   * someone else changed the app. Then what ran before that is the relay's own.
   */
  private DesiredImage.ByDigest chosen(DesiredImage.FirstAvailable several, AppRecord record)
      throws RegistryException, WebAppException, InterruptedException {
    ConfiguredImage runs = app.look().live();
    List<DesiredImage.ByDigest> candidates = new ArrayList<>();
    record.live().filter(live -> !live.sameAs(runs)).flatMap(ConfiguredImage::pinned)
        .filter(own -> record.isProven(own) && !record.isRejected(own) && own.in().equals(settings.repository()))
        .ifPresent(own -> candidates.add(new DesiredImage.ByDigest(own, record.liveTag())));
    candidates.add(several.best());
    candidates.addAll(several.others());
    for (DesiredImage.ByDigest each : candidates) {
      if (!runs.runs(each.image()) && registry.holds(each.image(), settings.platform())) {
        return each;
      }
    }
    return several.best(); // refused, when it is not there, like any other image
  }

  private CheckOutcome checkFound(Rollout rollout, AppRecord record, Optional<Rollout> underWay, BooleanSupplier cut)
      throws RegistryException, WebAppException, InterruptedException {
    ConfiguredImage found = app.look().live();
    if (record.live().filter(found::sameAs).isPresent()) {
      return new CheckOutcome.Leave(new NoChange.AsExpected(found));
    }
    if (!found.isOf(settings.repository())) {
      return new CheckOutcome.Refuse(new Refusal.NotOfRepository(found, settings.repository()),
          found.pinned().map(PinnedImage::digest));
    }
    DesiredImage.ByTagOrDigest named = found
        .pinned().<DesiredImage.ByTagOrDigest>map(image -> new DesiredImage.ByDigest(image, Optional.empty()))
        .orElseGet(() -> new DesiredImage.ByTag(found.tagged().orElseThrow(), Optional.empty()));
    return check(rollout, named, record, underWay, cut);
  }
}
