package relay.config;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import relay.app.AppName;
import relay.app.AppSettings;
import relay.app.AppSettings.Drift;
import relay.app.AppSettings.Mode;
import relay.app.AppSettings.VaultGate;
import relay.azure.arm.SiteId;
import relay.config.text.Form;
import relay.config.text.Forms;
import relay.config.text.Nearest;
import relay.config.text.Section;
import relay.config.text.UnfitException;
import relay.health.HealthSettings;
import relay.health.ProofSettings;
import relay.image.Platform;
import relay.image.Repository;
import relay.image.TagPolicy;
import relay.probe.ProbeSettings;
import relay.secret.Secret;

/** Reads one of {@code apps}. */
final class AppReader {
  private static final String SOME_NAME = "unnamed";
  private static final Form<AppName> NAME = Forms.parsed(
      text -> AppName.isName(text) ? Optional.of(new AppName(text)) : Optional.empty(), "is not an app name",
      "use lower-case letters, digits and inner hyphens, at most 60");
  private static final Form<String> SUBSCRIPTION = Forms.matching(AzureReader.GUID, "is not a subscription's id",
      "copy it from: az account show --query id");
  private static final Form<String> GROUP = Forms.matching("[\\p{L}\\p{N}_.()-]{0,89}[\\p{L}\\p{N}_()-]",
      "is not a resource group's name", "write the name alone");
  private static final Form<String> SITE = Forms.matching("[A-Za-z0-9]([A-Za-z0-9-]{0,58}[A-Za-z0-9])?",
      "is not a web app's name", "write the name alone, without .azurewebsites.net");
  private static final Form<String> REPOSITORY = Forms.parsed(
      text -> Repository.isPath(text) ? Optional.of(text) : Optional.empty(), "is not a repository's path",
      "write it without host and tag: reviews/web");
  private static final Form<Platform> PLATFORM = Forms.parsed(Platform::parse, "is not a platform",
      "write linux/amd64");
  private static final Form<String> HOST_AND_PORT = Forms.matching(
      "([A-Za-z0-9_.-]{1,253}|\\[[0-9a-fA-F:.]+\\])" + Forms.AND_PORT,
      "is not host:port", "write 10.0.0.4:443");

  private static final Form<String> AUDIENCE = Forms.matching(
      "[A-Za-z][A-Za-z0-9+.-]*:[\\x21-\\x7e]{1,300}|" + AzureReader.GUID,
      "is not an audience", "write the application id URI of the app's sign-in: api://...");

  private final Map<String, String> hostsByRegistry;

  /** {@code hostsByRegistry}: all registries named in the file, sound or not. */
  AppReader(Map<String, String> hostsByRegistry) {
    this.hostsByRegistry = hostsByRegistry;
  }

  AppConfig read(Section app) {
    AppName name = app.required("name", NAME, new AppName(SOME_NAME));
    Mode mode = mode(app);
    var site = new SiteId(app.required("subscription", SUBSCRIPTION, ""), app.required("resourceGroup", GROUP, ""),
        app.required("site", SITE, ""));
    String registry = registry(app);
    Repository repository = new Repository(hostsByRegistry.getOrDefault(registry, ""),
        app.required("repository", REPOSITORY, ""));
    TagPolicy tags = TagsReader.read(app);
    Section health = app.section("health");
    int before = app.faultsSoFar();
    HealthSettings well = HealthReader.health(health);
    ProofSettings proof = HealthReader.proof(app.section("proof"));
    if (app.faultsSoFar() == before) {
      HealthReader.fit(health, well, proof);
    }
    var settings = new AppSettings(name, site.resourceId(), registry, repository, tags,
        app.or("platform", PLATFORM, Platform.LINUX_AMD64), mode, well, proof,
        app.or("vaultGate", Forms.word(VaultGate.class), VaultGate.NO_WORSE),
        app.or("acceptStoredPassword", Forms.FLAG, false),
        app.or("unknownDigestRetry", Forms.length(Duration.ZERO, Duration.ofHours(1)), Duration.ofMinutes(5)),
        app.or("drift", Forms.word(Drift.class), Drift.ALERT));
    return new AppConfig(settings, site, probe(app.section("probe"), site, timeout(health, well)));
  }

  private static Mode mode(Section app) {
    if (!app.has("mode")) {
      app.fault("mode", "is missing", "write observe (writes nothing, tells what it would do) or act");
    }
    return app.or("mode", Forms.word(Mode.class), Mode.OBSERVE);
  }

  private String registry(Section app) {
    return app.required("registry", name -> {
      if (hostsByRegistry.containsKey(name)) {
        return name;
      }
      throw new UnfitException("is not one of the registries of this file", hostsByRegistry.isEmpty()
          ? "add it under registries"
          : Nearest.to(name, hostsByRegistry.keySet()).map(near -> "did you mean " + near + "?")
              .orElse("known: " + String.join(", ", hostsByRegistry.keySet())));
    }, "");
  }

  private static Duration timeout(Section health, HealthSettings well) {
    Duration timeout = health.or("timeout", Forms.length(Duration.ofMillis(10), Duration.ofMinutes(5)),
        Duration.ofSeconds(5));
    if (timeout.compareTo(well.deadline()) >= 0) {
      health.fault("timeout", "is " + Forms.inWords(timeout) + ", not less than health.deadline ("
          + Forms.inWords(well.deadline()) + ")", "make it a small part of the deadline");
    }
    return timeout;
  }

  private static ProbeSettings probe(Section probe, SiteId site, Duration timeout) {
    URI usual = URI.create("https://" + site.site().toLowerCase(Locale.ROOT) + ".azurewebsites.net");
    URI base = probe.or("url", Forms.url(true, true), usual);
    Map<String, Secret> headers = probe.namedValues("headers", Forms.secret(1));
    headers.keySet().stream().filter(name -> !name.matches("[A-Za-z0-9-]{1,100}")).forEach(name -> probe.fault(
        "headers", "holds a name that is not a header's", "write letters, digits and hyphens: X-Key"));
    if (!headers.isEmpty() && "http".equals(base.getScheme()) && !Forms.isLoopback(base.getHost())) {
      probe.fault("headers", "would go out unencrypted", "use https in probe.url");
    }
    Optional<String> audience = probe.optional("audience", AUDIENCE);
    if (audience.isPresent() && "http".equals(base.getScheme()) && !Forms.isLoopback(base.getHost())) {
      probe.fault("audience", "would send a token unencrypted", "use https in probe.url");
    }
    if (audience.isPresent() && headers.keySet().stream().anyMatch("authorization"::equalsIgnoreCase)) {
      probe.fault("audience", "and a header Authorization are both given", "write one of them");
    }
    return new ProbeSettings(base, probe.optional("connectTo", HOST_AND_PORT), headers, audience, timeout);
  }
}
