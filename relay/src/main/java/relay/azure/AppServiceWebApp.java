package relay.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.resourcemanager.appservice.fluent.WebAppsClient;
import com.azure.resourcemanager.appservice.fluent.models.ApiKVReferenceInner;
import com.azure.resourcemanager.appservice.fluent.models.SiteConfigResourceInner;
import com.azure.resourcemanager.appservice.fluent.models.SiteInner;
import com.azure.resourcemanager.appservice.models.ResolveStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import relay.app.AppView;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.app.SiteStatus;
import relay.app.WebApp;
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
import relay.image.PinnedImage;

/** One web app (its production slot) through the SDK's inner client: each method here is one kind of request there. */
final class AppServiceWebApp implements WebApp {
  private final SiteId site;
  private final WebAppsClient sites;
  private final ArmCalls calls;
  private final AzureSettings settings;
  private final ImageSwitch image;
  private final SiteStatusCall status;

  AppServiceWebApp(SiteId site, WebAppsClient sites, ArmCalls calls, AzureSettings settings,
      SiteStatusCall status) {
    this.site = site;
    this.sites = sites;
    this.calls = calls;
    this.settings = settings;
    this.status = status;
    this.image = new ImageSwitch(site, sites, calls, settings);
  }

  @Override
  public AppView look() throws WebAppException, InterruptedException {
    return view(site(), config());
  }

  @Override
  public Switched deploy(PinnedImage target, Set<ConfiguredImage> replaceable, WritePermit permit)
      throws WebAppException, InterruptedException {
    return image.to(ConfiguredImage.of(target), replaceable, permit);
  }

  @Override
  public Switched restore(RollbackTarget back, Set<ConfiguredImage> replaceable, WritePermit permit)
      throws WebAppException, InterruptedException {
    return image.to(back.configured(), replaceable, permit);
  }

  @Override
  public List<VaultReference> vaultReferences() throws WebAppException, InterruptedException {
    return calls.read(ArmOperation.LIST_VAULT_REFERENCES, site, () -> Reply.ofPages(
        sites.getAppSettingsKeyVaultReferences(site.resourceGroup(), site.site(), Context.NONE),
        AppServiceWebApp::reference));
  }

  @Override
  public List<String> containerLog(Instant since) throws WebAppException, InterruptedException {
    return calls.read(ArmOperation.CONTAINER_LOG, site, () -> Reply.of(
        sites.getWebSiteContainerLogsWithResponse(site.resourceGroup(), site.site(), Context.NONE),
        log -> ContainerLog.tail(text(log), since)));
  }

  @Override
  public int instances() throws WebAppException, InterruptedException {
    return Math.max(1, calls.read(ArmOperation.LIST_INSTANCES, site, () -> Reply.ofPages(
        sites.listInstanceIdentifiers(site.resourceGroup(), site.site(), Context.NONE), instance -> instance))
        .size());
  }

  @Override
  public Optional<SiteStatus> siteStatus() throws WebAppException, InterruptedException {
    return status.look();
  }

  @Override
  public void restart(WritePermit permit) throws WebAppException, InterruptedException {
    var tries = new Tries(settings);
    permit.require();
    while (calls.once(ArmOperation.RESTART, site, () -> Reply.of(
        sites.restartWithResponse(site.resourceGroup(), site.site(), null, null, Context.NONE),
        _ -> true)) instanceof Attempt.Failed<Boolean>(Failure why)) {
      if (why.inDoubt()) { // a second one would restart the app again
        throw new WebAppException(why.kind(), why.sentence() + "; whether it restarts is not known", true);
      }
      tries.waitAfter(why);
      permit.require();
    }
  }

  SiteInner site() throws WebAppException, InterruptedException {
    return calls.read(ArmOperation.GET_SITE, site, () -> Reply.ofBody(
        sites.getByResourceGroupWithResponse(site.resourceGroup(), site.site(), Context.NONE), found -> found));
  }

  SiteConfigResourceInner config() throws WebAppException, InterruptedException {
    return image.config();
  }

  static AppView view(SiteInner site, SiteConfigResourceInner config) {
    String kind = Objects.requireNonNullElse(site.kind(), "").toLowerCase(Locale.ROOT);
    return new AppView(ImageSwitch.live(config), "running".equalsIgnoreCase(site.state()),
        kind.contains("linux") && kind.contains("container"),
        Boolean.TRUE.equals(config.acrUseManagedIdentityCreds()),
        Optional.ofNullable(site.inProgressOperationId()).map(id -> "operation " + id),
        Objects.requireNonNullElse(site.defaultHostname(), ""),
        Optional.ofNullable(site.serverFarmId()).map(id -> id.toLowerCase(Locale.ROOT)));
  }

  /** A status that this SDK does not know comes as null: unknown, hence not resolved. */
  private static VaultReference reference(ApiKVReferenceInner item) {
    ResolveStatus status = item.status();
    return new VaultReference(Objects.requireNonNullElse(item.name(), ""), status == ResolveStatus.RESOLVED,
        status == null ? "unknown" : status.toString());
  }

  private static String text(@Nullable BinaryData log) { // no content: there is none yet
    return log == null ? "" : log.toString();
  }
}
