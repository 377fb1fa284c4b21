package relay.config;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import relay.azure.arm.SiteId;
import relay.config.text.Section;
import relay.config.text.Surroundings;

/** What must hold between apps: one name each, one writer for each site, and never the site of the relay itself. */
final class SiteChecks {
  private final Surroundings here;
  private final Map<String, String> pathByName = new HashMap<>();
  private final Map<String, String> pathBySite = new HashMap<>();

  SiteChecks(Surroundings here) {
    this.here = here;
  }

  /** Adds the faults of {@code app} to {@code section}; parts that could not be read are left out. */
  void check(Section section, AppConfig app) {
    SiteId site = app.site();
    if (section.reads("name")) {
      String other = pathByName.putIfAbsent(app.name().value(), section.path());
      if (other != null) {
        section.fault("name", "\"" + app.name() + "\" is that of " + other + " too", "give each app its own name");
      }
    }
    if (site.subscription().isEmpty() || site.resourceGroup().isEmpty() || site.site().isEmpty()) {
      return;
    }
    String other = pathBySite.putIfAbsent(site.resourceId().toLowerCase(Locale.ROOT), section.path());
    if (other != null) {
      section.fault("site", "\"" + site.site() + "\" is that of " + other + " too",
          "a site has one writer: drop one of them");
    }
    if (isOwn(site)) {
      section.fault("site", "\"" + site.site() + "\" is the site that this relay runs on",
          "a relay cannot prove its own replacement: let another one look after it");
    }
  }

  /** By App Service's own variables; what it does not tell is taken to be the same. */
  private boolean isOwn(SiteId site) {
    return here.ownSite().filter(site.site()::equalsIgnoreCase).isPresent()
        && here.value("WEBSITE_RESOURCE_GROUP").map(site.resourceGroup()::equalsIgnoreCase).orElse(true)
        && here.value("WEBSITE_OWNER_NAME").map(owner -> owner.split("\\+", 2)[0])
            .map(site.subscription()::equalsIgnoreCase).orElse(true);
  }
}
