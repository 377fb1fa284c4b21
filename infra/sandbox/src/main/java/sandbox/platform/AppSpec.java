package sandbox.platform;

import java.util.Map;
import sandbox.arm.SiteId;

/**
 * What is fixed about an app when it is made, and what it starts with.
 *
 * @param identity client id of its managed identity; empty for none
 * @param settings app settings as stored
 * @param platformEnvironment what the platform gives to every container of it
 * @param affinity whether the front end keeps a visitor on one instance
 */
public record AppSpec(SiteId site, String hostName, String identity, Map<String, String> settings,
    Map<String, String> platformEnvironment, boolean affinity, Mood mood) {
  @Override
  public String toString() {
    return "AppSpec[" + site + "]";
  }
}
