package reviews.settings;

import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings of one process, read once at start.
 *
 * @param port 0 lets the system choose
 * @param data where everything is kept
 * @param demo whether anybody may add where visitors cannot sign in
 * @param samples whether an empty store of a demo is filled with sample data
 * @param revision what this image was built from; {@code unknown} when the image does not say
 * @param instance the platform's name for this instance; {@code unknown} outside App Service
 * @param signIn empty when visitors cannot sign in
 * @param secrets every secret setting that this site needs or was given, in the order of {@link Setting}
 */
public record SiteSettings(int port, String host, DataSettings data, boolean demo, boolean samples, String revision,
    String version, String instance, Optional<SignInSettings> signIn, EdgeSettings edge, TelemetrySettings telemetry,
    Map<Setting, SecretSetting> secrets) {
  private static final int MOST_PORT = 65_535;
  private static final int MOST_HOPS = 10;
  private static final int MOST_WRITES = 1_000_000;

  public SiteSettings {
    secrets = Map.copyOf(secrets);
  }

  /**
   * Reads the environment. A missing or unresolved secret is no fault here: the site starts and says so.
   *
   * @param builtVersion used when {@code VERSION} is absent
   */
  public static SiteSettings from(Map<String, String> variables, String builtVersion) throws SettingsException {
    var environment = new Environment(variables);
    Optional<SignInSettings> signIn = signIn(environment);
    boolean demo = environment.flag(Setting.DEMO);
    var settings = new SiteSettings(environment.number(Setting.PORT, MOST_PORT), environment.text(Setting.HOST),
        DataSettings.from(environment), demo, environment.flag(Setting.SAMPLE_DATA) && demo,
        environment.text(Setting.REVISION), environment.optional(Setting.VERSION).orElse(builtVersion),
        environment.text(Setting.WEBSITE_INSTANCE_ID), signIn, edge(environment), telemetry(environment),
        secrets(environment, signIn.isPresent()));
    environment.word(Setting.LOG_FORMAT, List.of("text", "json")); // read for real where logging begins, before this
    if (!environment.faults().isEmpty()) {
      throw new SettingsException(environment.faults());
    }
    return settings;
  }

  /** The same with what the vault said about the secrets that are read there. */
  public SiteSettings with(Map<Setting, SecretSetting> fromVault) {
    var all = new EnumMap<Setting, SecretSetting>(Setting.class);
    all.putAll(secrets);
    all.putAll(fromVault);
    var signInSecret = Optional.ofNullable(fromVault.get(Setting.SIGN_IN_CLIENT_SECRET));
    var connection = Optional.ofNullable(fromVault.get(Setting.CONNECTION_STRING)).flatMap(SecretSetting::loaded);
    return new SiteSettings(port, host, data.with(connection), demo, samples, revision, version, instance,
        signIn.map(before -> signInSecret.map(secret -> new SignInSettings(before.issuer(), before.tenant(),
            before.clientId(), secret, before.site())).orElse(before)),
        edge, telemetry, all);
  }

  public SecretSetting secretKey() {
    return secrets.getOrDefault(Setting.SECRET_KEY, new SecretSetting.Missing());
  }

  private static Map<Setting, SecretSetting> secrets(Environment environment, boolean signIn) {
    var secrets = new EnumMap<Setting, SecretSetting>(Setting.class);
    for (Setting setting : Setting.values()) {
      if (setting.isSecret()) {
        SecretSetting state = environment.secret(setting);
        boolean needed = setting == Setting.SECRET_KEY || (setting == Setting.SIGN_IN_CLIENT_SECRET && signIn);
        if (needed || !(state instanceof SecretSetting.Missing)) {
          secrets.put(setting, state);
        }
      }
    }
    return secrets;
  }

  private static Optional<SignInSettings> signIn(Environment environment) {
    Optional<String> tenant = environment.optional(Setting.SIGN_IN_TENANT_ID);
    Optional<String> client = environment.optional(Setting.SIGN_IN_CLIENT_ID);
    Optional<URI> authority = environment.address(Setting.SIGN_IN_AUTHORITY);
    Optional<URI> site = environment.address(Setting.SITE_URL)
        .or(() -> environment.optional(Setting.WEBSITE_HOSTNAME)
            .filter(host -> host.matches("[A-Za-z0-9.-]+(:\\d+)?")).map(host -> URI.create("https://" + host)));
    if (tenant.isEmpty() && client.isEmpty()) {
      return Optional.empty();
    }
    if (tenant.isEmpty() || client.isEmpty()) {
      environment.fault(tenant.isEmpty() ? Setting.SIGN_IN_TENANT_ID : Setting.SIGN_IN_CLIENT_ID,
          "is missing: signing in needs both SIGN_IN_TENANT_ID and SIGN_IN_CLIENT_ID");
      return Optional.empty();
    }
    if (!tenant.get().matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")) {
      environment.fault(Setting.SIGN_IN_TENANT_ID, "is '" + tenant.get()
          + "': give the tenant's id, a GUID; accounts of other tenants are never let in, so 'common' is none");
    }
    if (site.isEmpty()) {
      environment.fault(Setting.SITE_URL, "is missing: Entra ID sends visitors back to it after signing in");
    }
    return authority.flatMap(base -> site.map(own -> new SignInSettings(URI.create(base + "/" + tenant.get() + "/v2.0"),
        tenant.get(), client.get(), environment.secret(Setting.SIGN_IN_CLIENT_SECRET), own)));
  }

  /** On App Service one front end of the platform is always there; elsewhere nothing is known. */
  private static EdgeSettings edge(Environment environment) {
    boolean appService = environment.optional(Setting.WEBSITE_HOSTNAME).isPresent();
    int hops = environment.optional(Setting.FORWARDED_HOPS).isPresent()
        ? environment.number(Setting.FORWARDED_HOPS, MOST_HOPS)
        : (appService ? 1 : 0);
    Optional<String> country = environment.optional(Setting.COUNTRY_HEADER);
    if (country.isPresent() && !country.get().matches("[A-Za-z0-9-]{1,60}")) {
      environment.fault(Setting.COUNTRY_HEADER, "is '" + country.get() + "': give the name of a header");
    }
    return new EdgeSettings(hops, environment.number(Setting.WRITES_PER_MINUTE, MOST_WRITES), country);
  }

  private static TelemetrySettings telemetry(Environment environment) {
    OptionalInt port = environment.optional(Setting.METRICS_PORT).isPresent()
        ? OptionalInt.of(environment.number(Setting.METRICS_PORT, MOST_PORT))
        : OptionalInt.empty();
    return new TelemetrySettings(port, environment.text(Setting.METRICS_HOST),
        environment.address(Setting.OTEL_EXPORTER_OTLP_ENDPOINT));
  }
}
