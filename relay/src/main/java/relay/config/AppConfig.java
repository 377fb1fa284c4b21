package relay.config;

import relay.app.AppName;
import relay.app.AppSettings;
import relay.azure.arm.SiteId;
import relay.probe.ProbeSettings;

/** One app: how it is looked after, where it is at Azure, and how it is reached. */
public record AppConfig(AppSettings settings, SiteId site, ProbeSettings probe) {
  public AppName name() {
    return settings.name();
  }
}
