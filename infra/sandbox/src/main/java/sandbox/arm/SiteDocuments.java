package sandbox.arm;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collector;
import sandbox.vault.KeyVaultReference;
import sandbox.vault.Resolution;

/** The JSON documents in which ARM describes a site. */
final class SiteDocuments {
  private static final DateTimeFormatter WITHOUT_ZONE = new DateTimeFormatterBuilder()
      .appendPattern("yyyy-MM-dd'T'HH:mm:ss").appendFraction(ChronoField.NANO_OF_SECOND, 0, 7, true)
      .toFormatter(Locale.ROOT)
      .withZone(ZoneOffset.UTC);

  private SiteDocuments() {}

  static JsonObject site(Site site) {
    SiteId id = site.id();
    SiteHost host = site.host();
    String hostName = site.details().hostName();
    JsonObject shown = site.shown();
    var identity = new JsonObject().put("type", "UserAssigned").put("userAssignedIdentities",
        new JsonObject().put("/subscriptions/" + id.subscription() + "/resourceGroups/" + id.group()
            + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-" + id.name(),
            new JsonObject().put("clientId", site.details().identity())));
    var properties = new JsonObject().put("name", id.name()).put("state", host.stopped() ? "Stopped" : "Running")
        .put("hostNames", new JsonArray().add(hostName)).put("repositorySiteName", id.name())
        .put("usageState", "Normal").put("enabled", true).put("adminEnabled", true)
        .put("enabledHostNames", new JsonArray().add(hostName).add(scmHost(hostName)))
        .put("siteProperties",
            new JsonObject().putNull("metadata")
                .put("properties",
                    new JsonArray()
                        .add(new JsonObject().put("name", "LinuxFxVersion").put("value",
                            shown.getValue("linuxFxVersion")))
                        .add(new JsonObject().put("name", "WindowsFxVersion").putNull("value")))
                .putNull("appSettings"))
        .put("availabilityState", "Normal").put("hostNameSslStates",
            new JsonArray().add(sslState(hostName, "Standard")).add(sslState(scmHost(hostName), "Repository")))
        .put("serverFarmId",
            "/subscriptions/" + id.subscription() + "/resourceGroups/" + id.group()
                + "/providers/Microsoft.Web/serverfarms/plan")
        .put("reserved", true).put("lastModifiedTimeUtc", WITHOUT_ZONE.format(site.lastModified()))
        .put("siteConfig",
            new JsonObject().put("numberOfWorkers", shown.getValue("numberOfWorkers"))
                .put("linuxFxVersion", shown.getValue("linuxFxVersion"))
                .put("acrUseManagedIdentityCreds", shown.getValue("acrUseManagedIdentityCreds"))
                .put("acrUserManagedIdentityID", shown.getValue("acrUserManagedIdentityID"))
                .put("alwaysOn", shown.getValue("alwaysOn")).put("http20Enabled", shown.getValue("http20Enabled"))
                .putNull("routingRules").putNull("experiments"))
        .put("sku", "Basic").put("clientAffinityEnabled", site.details().affinity()).put("httpsOnly", false)
        .put("resourceGroup", id.group()).put("defaultHostName", hostName).putNull("slotSwapStatus")
        .put("inProgressOperationId", host.operationInProgress().orElse(null)).put("keyVaultReferenceIdentity",
            "SystemAssigned");
    return new JsonObject().put("id", id.path())
        .put("name", id.slot().isEmpty() ? id.name() : id.name() + "/" + id.slot())
        .put("type", type(id))
        .put("kind", "app,linux,container").put("location", site.details().location()).put("identity", identity)
        .put("properties", properties);
  }

  /** The host of the site's own tools: a label behind the first one, which may have a random part. */
  private static String scmHost(String hostName) {
    return hostName.replaceFirst("\\.", ".scm.");
  }

  private static JsonObject sslState(String hostName, String hostType) {
    return new JsonObject().put("name", hostName).put("sslState", "Disabled").putNull("virtualIP").putNull("thumbprint")
        .putNull("toUpdate").put("ipBasedSslState", "NotConfigured").put("hostType", hostType);
  }

  /** What a PATCH of the configuration answers: the whole of it, under the id and the type of the site. */
  static JsonObject patched(Site site, JsonObject properties) {
    return config(site, properties).put("id", site.id().path()).put("type", type(site.id()));
  }

  private static String type(SiteId id) {
    return id.slot().isEmpty() ? "Microsoft.Web/sites" : "Microsoft.Web/sites/slots";
  }

  static JsonObject config(Site site, JsonObject properties) {
    return new JsonObject().put("id", site.id().path() + "/config/web").put("name", site.id().name())
        .put("type", "Microsoft.Web/sites/config").put("location", site.details().location())
        .put("properties", properties);
  }

  static JsonObject reference(Site site, String setting, Resolution resolution) {
    var target = resolution.target();
    return new JsonObject().put("id", site.id().path() + "/config/configreferences/appsettings/" + setting)
        .put("name", setting).put("type", "Microsoft.Web/sites/config")
        .put("properties",
            new JsonObject().put("reference", resolution.reference()).put("status", resolution.status().wire())
                .put("vaultName", target.map(KeyVaultReference::vault).orElse(null))
                .put("secretName", target.map(KeyVaultReference::secret).orElse(null))
                .put("secretVersion",
                    target.map(KeyVaultReference::version).filter(version -> !version.isEmpty()).orElse(null))
                .put("identityType", new JsonObject().put("type", "SystemAssigned"))
                .put("details", details(resolution)).put("source", "KeyVault").put("activeVersion",
                    resolution.activeVersion().isEmpty() ? null : resolution.activeVersion()));
  }

  static JsonObject references(Site site) {
    return page(site.host().references().entrySet().stream()
        .map(entry -> reference(site, entry.getKey(), entry.getValue())).collect(array()));
  }

  static JsonObject instance(Site site, SiteHost.Instance instance) {
    return new JsonObject().put("id", site.id().path() + "/instances/" + instance.id()).put("name", instance.id())
        .put("type", "Microsoft.Web/sites/instances")
        .put("properties", new JsonObject().put("state", instance.state().name()).put("healthCheckUrl", "")
            .put("containers", new JsonObject()));
  }

  static JsonObject instances(Site site, List<SiteHost.Instance> instances) {
    return page(instances.stream().map(instance -> instance(site, instance)).collect(array()));
  }

  static JsonObject page(JsonArray items) {
    return new JsonObject().put("value", items).putNull("nextLink");
  }

  private static String details(Resolution resolution) {
    return switch (resolution.status()) {
      case RESOLVED -> "Reference has been successfully resolved.";
      case INVALID_SYNTAX -> "The reference could not be read.";
      case ACCESS_TO_KEY_VAULT_DENIED -> "The identity has no permission to read the secret.";
      case MSI_NOT_ENABLED -> "The app has no managed identity.";
      case INITIALIZED -> "Waiting for the first fetch.";
      case VAULT_NOT_FOUND, SECRET_NOT_FOUND, SECRET_VERSION_NOT_FOUND, OTHER_REASONS, FETCH_TIMED_OUT,
          UNAUTHORIZED_CLIENT ->
        "The secret could not be fetched: " + resolution.status().wire() + ".";
    };
  }

  private static Collector<JsonObject, JsonArray, JsonArray> array() {
    return Collector.of(JsonArray::new, JsonArray::add, JsonArray::addAll);
  }
}
