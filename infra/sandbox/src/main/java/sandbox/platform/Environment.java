package sandbox.platform;

import java.util.LinkedHashMap;
import java.util.Map;
import sandbox.arm.SiteId;
import sandbox.vault.Resolution;

/** What a container on App Service finds in its environment (azure-contracts, sections 6.1 and 6.5). */
final class Environment {
  private Environment() {}

  /**
   * App settings, references replaced by what they resolved to, else left as they are; then what the platform adds. The
   * port is told as {@code PORT}: containers share this machine's network here, so that each gets one of its own and
   * {@code WEBSITES_PORT}, which App Service never passes on either, cannot be honoured.
   */
  static Map<String, String> of(SiteId site, String hostName, Wish wish, String instance, int port) {
    var environment = new LinkedHashMap<String, String>(wish.platform());
    wish.settings().forEach((name, value) -> {
      Resolution resolution = wish.references().get(name);
      environment.put(name, resolution == null ? value : resolution.environmentValue());
    });
    environment.keySet().removeIf(name -> name.startsWith("DOCKER_REGISTRY_SERVER_") || name.equals("WEBSITES_PORT"));
    environment.put("PORT", Integer.toString(port));
    environment.put("WEBSITE_SITE_NAME", site.name());
    environment.put("WEBSITE_HOSTNAME", hostName);
    environment.put("WEBSITE_RESOURCE_GROUP", site.group());
    environment.put("WEBSITE_INSTANCE_ID", instance);
    return environment;
  }
}
