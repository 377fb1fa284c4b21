package sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import sandbox.platform.Mood;

/**
 * How a web app is made: like {@code az webapp create} does, with a user-assigned identity that pulls.
 *
 * @param hostName empty for {@code <name>.azurewebsites.localhost}, which leads nowhere else than this machine
 * @param identity client id of the app's identity; it gets the right to pull from the registry
 * @param linuxFxVersion what it starts with
 * @param affinity whether the front end sets {@code ARRAffinity}
 */
public record AppOptions(String subscription, String resourceGroup, Optional<String> hostName, String identity,
    String linuxFxVersion, Map<String, String> settings, String healthCheckPath, boolean pullsWithIdentity,
    boolean affinity, Mood mood) {
  public static final String SUBSCRIPTION = "0a1b2c3d-1111-4222-8333-444455556666";
  public static final String RESOURCE_GROUP = "rg-sandbox";
  /** The quickstart page that a new web app for containers shows. */
  public static final String PLACEHOLDER = "DOCKER|mcr.microsoft.com/appsvc/staticsite:latest";

  /** A new app on the quickstart page, an identity of its own, {@code /healthz}, the platform's usual mood. */
  public static AppOptions defaults() {
    return new AppOptions(SUBSCRIPTION, RESOURCE_GROUP, Optional.empty(), UUID.randomUUID().toString(), PLACEHOLDER,
        Map.of(), "/healthz", true, false, Mood.usual());
  }

  public AppOptions withHostName(String name) {
    return new AppOptions(subscription, resourceGroup, Optional.of(name), identity, linuxFxVersion, settings,
        healthCheckPath, pullsWithIdentity, affinity, mood);
  }

  public AppOptions withResourceGroup(String name) {
    return new AppOptions(subscription, name, hostName, identity, linuxFxVersion, settings, healthCheckPath,
        pullsWithIdentity, affinity, mood);
  }

  public AppOptions withIdentity(String clientId) {
    return new AppOptions(subscription, resourceGroup, hostName, clientId, linuxFxVersion, settings, healthCheckPath,
        pullsWithIdentity, affinity, mood);
  }

  public AppOptions withLinuxFxVersion(String value) {
    return new AppOptions(subscription, resourceGroup, hostName, identity, value, settings, healthCheckPath,
        pullsWithIdentity, affinity, mood);
  }

  public AppOptions withSetting(String name, String value) {
    var more = new TreeMap<>(settings);
    more.put(name, value);
    return new AppOptions(subscription, resourceGroup, hostName, identity, linuxFxVersion, more, healthCheckPath,
        pullsWithIdentity, affinity, mood);
  }

  public AppOptions withHealthCheckPath(String path) {
    return new AppOptions(subscription, resourceGroup, hostName, identity, linuxFxVersion, settings, path,
        pullsWithIdentity, affinity, mood);
  }

  public AppOptions withPullsWithIdentity(boolean on) {
    return new AppOptions(subscription, resourceGroup, hostName, identity, linuxFxVersion, settings, healthCheckPath,
        on, affinity, mood);
  }

  public AppOptions withAffinity(boolean on) {
    return new AppOptions(subscription, resourceGroup, hostName, identity, linuxFxVersion, settings, healthCheckPath,
        pullsWithIdentity, on, mood);
  }

  public AppOptions withMood(Mood first) {
    return new AppOptions(subscription, resourceGroup, hostName, identity, linuxFxVersion, settings, healthCheckPath,
        pullsWithIdentity, affinity, first);
  }

  /** Without the values of the settings. */
  @Override
  public String toString() {
    return "AppOptions[" + resourceGroup + ", " + linuxFxVersion + ", settings " + settings.keySet() + "]";
  }
}
