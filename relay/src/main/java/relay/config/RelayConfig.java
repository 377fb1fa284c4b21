package relay.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import relay.api.ApiAccess;
import relay.api.ApiToken;
import relay.app.AppName;
import relay.azure.arm.AzureSettings;
import relay.config.text.ConfigException;
import relay.config.text.ConfigText;
import relay.config.text.Fault;
import relay.config.text.Form;
import relay.config.text.Forms;
import relay.config.text.Interpolation;
import relay.config.text.Section;
import relay.config.text.SettingsTree;
import relay.config.text.Surroundings;
import relay.http.ServerSettings;
import relay.http.ServerSettings.Address;
import relay.http.rate.Network;
import relay.http.rate.RateSettings;
import relay.journal.engine.JournalSettings;
import relay.notify.WebhookSettings;

/**
 * Every setting of the relay, read once at start and known to be sound. {@code docs/configuration.md} explains each.
 *
 * @param apps at least one; their names and their sites are all different
 * @param webhook the outgoing one; empty when nobody is notified
 * @param access who may use the API
 * @param reconcile how often an idle app is looked at, give or take a fifth
 * @param perPlan how many apps of one App Service plan may be switched at a time
 */
public record RelayConfig(ServerSettings server, RateSettings rates, JournalSettings journal, AzureSettings azure,
    List<RegistryConfig> registries, List<AppConfig> apps, Optional<WebhookSettings> webhook, ApiAccess access,
    Duration reconcile, int perPlan, LogForm logs) {
  private static final Form<Network> PROXY = Forms.parsed(Network::parse, "is no network and no address",
      "write figures: 10.0.0.0/8 or 10.1.2.3");

  public RelayConfig {
    registries = List.copyOf(registries);
    apps = List.copyOf(apps);
  }

  /**
   * Reads and checks the whole text.
   *
   * @throws ConfigException with every fault at once
   */
  public static RelayConfig read(ConfigText text, Surroundings here) throws ConfigException {
    return read(text.yaml(), here, new LinkedHashSet<>());
  }

  /** As {@link #read(ConfigText, Surroundings)}; adds every key that was asked for to {@code known}. */
  static RelayConfig read(String yaml, Surroundings here, Set<String> known) throws ConfigException {
    List<Fault> faults = new ArrayList<>();
    Section root = Section.root(SettingsTree.parse(yaml),
        new Section.Reading(new Interpolation(here.env()), faults, known));
    Section main = root.section("server");
    ServerSettings server = server(root, main);
    RateSettings rates = rates(main);
    JournalSettings journal = new JournalReader(here).read(root.section("journal"));
    AzureSettings azure = AzureReader.read(root.section("azure"));
    Duration reconcile = root.or("reconcile", Forms.length(Duration.ofMillis(100), Duration.ofDays(1)),
        Duration.ofMinutes(5));
    Map<String, String> hosts = new LinkedHashMap<>();
    List<RegistryConfig> registries = new ArrayList<>();
    root.named("registries").forEach((name, section) -> {
      RegistryConfig registry = RegistryReader.read(name, section, azure.authority(), reconcile);
      registries.add(registry);
      hosts.put(name, registry.settings().host());
    });
    List<AppConfig> apps = apps(root, hosts, here);
    Optional<WebhookSettings> webhook = root.optionalSection("notify").flatMap(NotifyReader::read);
    ApiAccess access = ApiReader.read(root.section("api"));
    int perPlan = root.or("perPlan", Forms.whole(1, 1000), 2);
    LogForm logs = root.or("logs", Forms.word(LogForm.class), LogForm.TEXT);
    root.finish();
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    return new RelayConfig(server, rates, journal, azure, registries, apps, webhook, access, reconcile, perPlan, logs);
  }

  private static ServerSettings server(Section root, Section main) {
    Address address = new Address(main.or("host", Forms.HOST, "0.0.0.0"), main.or("port", Forms.PORT, 8080));
    Optional<Address> management = root.optionalSection("management").map(section -> {
      Address own = new Address(section.or("host", Forms.HOST, "127.0.0.1"), section.or("port", Forms.PORT, 9090));
      if (own.port() != 0 && own.port() == address.port()) {
        section.fault("port", "is " + own.port() + ", that of server too",
            "choose another, or leave management out to serve health and metrics on the main port");
      }
      return own;
    });
    return new ServerSettings(address, management);
  }

  private static RateSettings rates(Section server) {
    return new RateSettings(server.or("requestsPerClient", Forms.whole(1, 100_000), RateSettings.DEFAULT.perClient()),
        server.or("requestsPerReceiver", Forms.whole(RateSettings.MIN_PER_RECEIVER, 100_000),
            RateSettings.DEFAULT.perReceiver()),
        server.values("trustedProxies", PROXY));
  }

  private static List<AppConfig> apps(Section root, Map<String, String> hosts, Surroundings here) {
    var reader = new AppReader(hosts);
    var checks = new SiteChecks(here);
    List<AppConfig> apps = new ArrayList<>();
    int before = root.faultsSoFar();
    for (Section section : root.list("apps")) {
      AppConfig app = reader.read(section);
      checks.check(section, app);
      apps.add(app);
    }
    if (apps.isEmpty() && root.faultsSoFar() == before) {
      root.fault("apps", "names no app", "list at least one web app");
    }
    return apps;
  }

  public Optional<AppConfig> app(AppName name) {
    return apps.stream().filter(app -> app.name().equals(name)).findFirst();
  }

  public Optional<RegistryConfig> registry(String name) {
    return registries.stream().filter(registry -> registry.name().equals(name)).findFirst();
  }

  /** What is allowed but may not be meant, one sentence each. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    registries.stream().filter(registry -> !registry.isHeard()).forEach(registry -> remarks.add("registry "
        + registry.name()
        + " has no receiver (webhook, eventgrid or distribution), so its pushes are found by reconciliation only"));
    registries.stream().filter(registry -> apps.stream().noneMatch(app -> app.settings().registry().equals(
        registry.name()))).forEach(registry -> remarks.add("no app takes its images from registry " + registry.name()));
    if (access.tokens().isEmpty()) {
      remarks.add("there is no API token, so the API serves this machine only, "
          + (access.local() ? "which may act" : "which may look but not act"));
    }
    return remarks;
  }

  /** A summary. Leaves out whatever may hold a secret: webhook addresses, headers, hashes. */
  @Override
  public String toString() {
    return "RelayConfig[server=" + server + ", journal=" + journal.file() + ", credential="
        + Forms.word(azure.credential()) + ", registries="
        + registries.stream().map(r -> r.name() + "=" + r.settings().host()).toList() + ", apps="
        + apps.stream().map(a -> a.name() + " (" + Forms.word(a.settings().mode()) + ", " + a.site().site() + ", "
            + a.settings().repository() + ", " + a.settings().tags() + ")").collect(Collectors.joining(", "))
        + ", webhook=" + webhook.map(w -> w.url().getHost()).orElse("none") + ", tokens="
        + access.tokens().stream().map(ApiToken::name).toList() + ", logs=" + Forms.word(logs) + "]";
  }
}
