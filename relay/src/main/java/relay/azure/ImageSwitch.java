package relay.azure;

import com.azure.core.util.Context;
import com.azure.resourcemanager.appservice.fluent.WebAppsClient;
import com.azure.resourcemanager.appservice.fluent.models.SiteConfigResourceInner;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import relay.app.ConfiguredImage;
import relay.app.WebApp.Switched;
import relay.app.WebAppException;
import relay.app.WritePermit;
import relay.azure.arm.ArmCalls;
import relay.azure.arm.ArmCalls.Attempt;
import relay.azure.arm.ArmCalls.Reply;
import relay.azure.arm.ArmOperation;
import relay.azure.arm.AzureSettings;
import relay.azure.arm.Failure;
import relay.azure.arm.SiteId;
import relay.azure.arm.Tries;

/**
 * Brings one app to one image with as few writes as can be: reads first, writes only a difference, and after a write
 * whose fate is not known looks again before it writes a second time. Reads may lag behind writes, and Azure offers no
 * ETag here (azure-contracts, section 4.2), so that what is read decides.
 */
final class ImageSwitch {
  /** After a write in doubt: so many looks that show the image before mean that it was not done. */
  private static final int LOOKS_IN_DOUBT = 4;

  private final SiteId site;
  private final WebAppsClient sites;
  private final ArmCalls calls;
  private final AzureSettings settings;

  ImageSwitch(SiteId site, WebAppsClient sites, ArmCalls calls, AzureSettings settings) {
    this.site = site;
    this.sites = sites;
    this.calls = calls;
    this.settings = settings;
  }

  /** Safe to repeat. {@code permit} is asked as the last step before each PATCH. */
  Switched to(ConfiguredImage wanted, Set<ConfiguredImage> replaceable, WritePermit permit)
      throws WebAppException, InterruptedException {
    if (!wanted.isContainer()) {
      throw new WebAppException(WebAppException.Kind.UNEXPECTED,
          "the relay writes no configuration but a single image");
    }
    var sent = new Sent();
    try {
      return to(wanted, replaceable, permit, sent);
    } catch (WebAppException e) {
      throw sent.mayHaveWritten ? new WebAppException(e.kind(), String.valueOf(e.getMessage()), true) : e;
    }
  }

  /** Whether a PATCH was sent that Azure took, or may have taken. */
  private static final class Sent {
    private boolean mayHaveWritten;
  }

  private Switched to(ConfiguredImage wanted, Set<ConfiguredImage> replaceable, WritePermit permit, Sent sent)
      throws WebAppException, InterruptedException {
    var tries = new Tries(settings);
    while (true) {
      ConfiguredImage now = live();
      if (now.sameAs(wanted)) {
        return sent.mayHaveWritten ? new Switched.Wrote() : new Switched.AlreadyThere();
      }
      if (replaceable.stream().noneMatch(now::sameAs)) {
        return new Switched.ChangedBySomeoneElse(now, sent.mayHaveWritten);
      }
      switch (write(wanted, permit)) {
        case Attempt.Done<ConfiguredImage>(ConfiguredImage _) -> {
          sent.mayHaveWritten = true;
          return readBack(wanted, now);
        }
        case Attempt.Failed<ConfiguredImage>(Failure why) when why.taken() -> {
          sent.mayHaveWritten = true;
          return readBack(wanted, now);
        }
        case Attempt.Failed<ConfiguredImage>(Failure why) -> {
          if (why.inDoubt()) {
            sent.mayHaveWritten = true;
            Optional<Switched> seen = watch(wanted, now, LOOKS_IN_DOUBT);
            if (seen.isPresent()) {
              return seen.get();
            }
          }
          tries.waitAfter(why);
        }
      }
    }
  }

  /** What the app is configured to run, read now. */
  SiteConfigResourceInner config() throws WebAppException, InterruptedException {
    return calls.read(ArmOperation.GET_CONFIG, site, () -> Reply.ofBody(
        sites.getConfigurationWithResponse(site.resourceGroup(), site.site(), Context.NONE), config -> config));
  }

  static ConfiguredImage live(SiteConfigResourceInner config) {
    return new ConfiguredImage(Objects.requireNonNullElse(config.linuxFxVersion(), ""));
  }

  private ConfiguredImage live() throws WebAppException, InterruptedException {
    ConfiguredImage now = live(config());
    if (!now.isContainer()) {
      throw new WebAppException(WebAppException.Kind.UNEXPECTED, otherModel(now));
    }
    return now;
  }

  /** One PATCH with one member, and no second one by itself. What it answers decides nothing: it is read back. */
  private Attempt<ConfiguredImage> write(ConfiguredImage wanted, WritePermit permit) throws InterruptedException {
    var change = new SiteConfigResourceInner().withLinuxFxVersion(wanted.verbatim());
    permit.require();
    return calls.once(ArmOperation.PATCH_CONFIG, site, () -> Reply.of(sites.updateConfigurationWithResponse(
        site.resourceGroup(), site.site(), change, Context.NONE), _ -> wanted));
  }

  private Switched readBack(ConfiguredImage wanted, ConfiguredImage before)
      throws WebAppException, InterruptedException {
    Optional<Switched> seen = watch(wanted, before, Integer.MAX_VALUE);
    return seen.orElseThrow(() -> new WebAppException(WebAppException.Kind.UNEXPECTED,
        "Azure took the image " + wanted + " but still shows " + before + " after " + settings.within().toSeconds()
            + " s"));
  }

  /** Looks until something else than {@code before} shows; empty when that does not happen within the bounds. */
  private Optional<Switched> watch(ConfiguredImage wanted, ConfiguredImage before, int looks)
      throws WebAppException, InterruptedException {
    long started = System.nanoTime();
    for (int look = 0; look < looks; look++) {
      if (look > 0) {
        Duration pause = Tries.growing(settings.pause(), look - 1);
        if (Duration.ofNanos(System.nanoTime() - started).plus(pause).compareTo(settings.within()) > 0) {
          return Optional.empty();
        }
        Thread.sleep(pause);
      }
      ConfiguredImage now = live();
      if (now.sameAs(wanted)) {
        return Optional.of(new Switched.Wrote());
      }
      if (!now.sameAs(before)) {
        return Optional.of(new Switched.ChangedBySomeoneElse(now, true));
      }
    }
    return Optional.empty();
  }

  /** Why the relay leaves an app of another model alone; never the value itself, which may be a whole compose file. */
  private static String otherModel(ConfiguredImage found) {
    String kind = found.verbatim().toLowerCase(Locale.ROOT);
    if (kind.equals("sitecontainers")) {
      return "the app uses the sidecar model (sitecontainers), which this relay does not switch; it left the app alone";
    }
    if (kind.startsWith("compose|")) {
      return "the app is made of several containers (COMPOSE), which the relay does not switch; it left the app alone";
    }
    return "the app runs no container image, so there is nothing to switch; the relay left it alone";
  }
}
