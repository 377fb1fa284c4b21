package relay.rollout.run;

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
        case DesiredImage.FirstAvailable several -> check(rollout, firstHeld(several), record, underWay, cut);
        case DesiredImage.Adopted() -> checkFound(rollout, record, underWay, cut);
      };
    } catch (RegistryException e) {
      return new CheckOutcome.Refuse(Faults.of(e), Optional.empty());
    } catch (WebAppException e) {
      return new CheckOutcome.Refuse(Faults.of(e), Optional.empty());
    }
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
