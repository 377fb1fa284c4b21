package relay.azure;

import com.azure.resourcemanager.appservice.fluent.models.SiteConfigResourceInner;
import com.azure.resourcemanager.appservice.fluent.models.SiteInner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import relay.app.AppView;
import relay.app.ConfiguredImage;
import relay.app.WebApp.VaultReference;
import relay.app.WebAppException;
import relay.azure.arm.SiteId;
import relay.azure.arm.WebhookId;
import relay.image.Platform;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.image.Repository;
import relay.reconcile.HookException;
import relay.reconcile.RegistryHook.State;
import relay.secret.TokenSource.IdentityException;

/** What {@code relay check --azure} tells of one app: does the relay reach it, and may it do what it must. Writes nothing. */
public final class AzureCheck {
  /** How a question was answered. */
  public enum Answer {
    OK,
    MISSING,
    /** It could not be learned, which is no fault. */
    UNKNOWN
  }

  /** One question and its answer, as a sentence for a person. */
  public record Finding(Answer answer, String sentence) {}

  private static final String WRITE = "Microsoft.Web/sites/config/Write";
  private static final String PING = "Microsoft.ContainerRegistry/registries/webhooks/ping/action";
  private static final String LIST_EVENTS = "Microsoft.ContainerRegistry/registries/webhooks/listEvents/action";

  private final AzureClients azure;

  AzureCheck(AzureClients azure) {
    this.azure = azure;
  }

  /** In the order in which they are best mended. Blocks for as long as the calls' deadlines allow; safe to repeat. */
  public List<Finding> of(SiteId site, Repository repository, Platform platform, Registry registry)
      throws InterruptedException {
    var found = new ArrayList<Finding>();
    try {
      azure.signIn();
      found.add(ok("the identity got a token for Azure Resource Manager"));
    } catch (IdentityException e) {
      return List.of(missing(e.getMessage() + "; nothing further was tried"));
    }
    AppServiceWebApp app = azure.appService(site);
    Optional<SiteInner> web = tell(found, app::site, each -> "the web app " + site.site() + " is visible");
    Optional<SiteConfigResourceInner> config = tell(found, app::config, _ -> "its configuration can be read");
    if (web.isPresent() && config.isPresent()) {
      found.addAll(judge(AppServiceWebApp.view(web.get(), config.get()), repository));
    }
    var _ = tell(found, app::vaultReferences, AzureCheck::references);
    var _ = tell(found, () -> app.containerLog(Instant.now()), _ -> "its container log can be read");
    var _ = tell(found, app::instances, count -> "its instances can be listed (" + count + ")");
    var _ = tell(found, app::siteStatus, status -> status.isPresent()
        ? "its site status can be read"
        : "its site status cannot be read (Microsoft.Web/sites/siteStatus/read): the relay can do without it");
    found.add(write(site));
    found.add(registry(repository, platform, config.map(ImageSwitch::live), registry));
    return List.copyOf(found);
  }

  /** What the relay reaches and may do of one webhook: all of it optional, each for one part of reconciliation. */
  public List<Finding> of(WebhookId webhook) throws InterruptedException {
    var found = new ArrayList<Finding>();
    try {
      State state = azure.webhook(webhook).look();
      found.add(state.enabled() ? ok("it can be read and is enabled") : missing("it is disabled: enable it"));
    } catch (HookException e) {
      found.add(missing(String.valueOf(e.getMessage())));
    }
    found.add(granted(webhook, PING, "ping it for the self-test"));
    found.add(granted(webhook, LIST_EVENTS, "read its delivery log, to take from it what never arrived"));
    return List.copyOf(found);
  }

  private Finding granted(WebhookId webhook, String action, String what) throws InterruptedException {
    Optional<Boolean> granted = azure.permissions(webhook).grants(action);
    if (granted.isEmpty()) {
      return new Finding(Answer.UNKNOWN, "whether the identity may " + what + " (" + action + ") could not be learned");
    }
    return granted.get()
        ? ok("the identity may " + what + " (" + action + "), Azure says")
        : missing("the identity lacks the action " + action + " on " + webhook.resourceId());
  }

  private static List<Finding> judge(AppView app, Repository repository) {
    var found = new ArrayList<Finding>();
    found.add(app.running() ? ok("it is running") : missing("it is not running: start it"));
    found.add(app.linuxContainer() && app.live().isContainer()
        ? ok("it is a Linux app of a single container" + (app.live().isOf(repository)
            ? " and runs " + app.live()
            : " and runs an image that is not of " + repository + ": the first rollout's rollback target"))
        : missing("it is not a Linux app of a single container, and the relay switches no other"));
    found.add(app.managedIdentityPull()
        ? ok("it pulls with its managed identity")
        : missing("it pulls with a stored password: set acrUseManagedIdentityCreds, or accept that in the settings"));
    return found;
  }

  private static String references(List<VaultReference> references) {
    String unresolved = references.stream().filter(each -> !each.resolved())
        .map(each -> each.setting() + " (" + each.status() + ")").collect(Collectors.joining(", "));
    return "its Key Vault references can be read: " + (references.isEmpty()
        ? "there are none"
        : references.size() + (unresolved.isEmpty() ? ", all resolved" : ", not resolved: " + unresolved));
  }

  private Finding write(SiteId site) throws InterruptedException {
    Optional<Boolean> granted = azure.permissions(site).grants(WRITE);
    if (granted.isEmpty()) {
      return new Finding(Answer.UNKNOWN,
          "whether the identity may set the image (" + WRITE
              + ") could not be learned, and was not tried: a try is a write");
    }
    return granted.get()
        ? ok("the identity may set the image (" + WRITE + "), Azure says; it was not tried")
        : missing("the identity lacks the action " + WRITE + " on " + site.resourceId());
  }

  private static Finding registry(Repository repository, Platform platform, Optional<ConfiguredImage> live,
      Registry registry)
      throws InterruptedException {
    try {
      var pinned = live.filter(each -> each.isOf(repository)).flatMap(ConfiguredImage::pinned);
      if (pinned.isPresent()) {
        return registry.holds(pinned.get(), platform)
            ? ok("the registry holds what the app runs")
            : missing(
                "the registry does not hold " + pinned.get()
                    + ", which the app runs: the relay could not go back to it");
      }
      var tag = live.flatMap(ConfiguredImage::tagged).filter(each -> each.in().equals(repository))
          .orElseGet(() -> repository.tagged("latest"));
      var digest = registry.digestOf(tag);
      return ok("the registry can be read" + digest.map(each -> ": " + tag + " is " + each.brief()).orElse(""));
    } catch (RegistryException e) {
      return missing("the registry cannot be read: " + e.getMessage());
    }
  }

  /** One reading from Azure. */
  @FunctionalInterface
  private interface Reading<T> {
    T read() throws WebAppException, InterruptedException;
  }

  private static <T> Optional<T> tell(List<Finding> found, Reading<T> reading,
      Function<T, String> sentence) throws InterruptedException {
    try {
      T value = reading.read();
      found.add(ok(sentence.apply(value)));
      return Optional.of(value);
    } catch (WebAppException e) {
      found.add(missing(String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private static Finding ok(String sentence) {
    return new Finding(Answer.OK, sentence);
  }

  private static Finding missing(String sentence) {
    return new Finding(Answer.MISSING, sentence);
  }
}
