package relay.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import relay.app.AppName;
import relay.app.AppSettings;
import relay.health.Grade;
import relay.health.HealthSettings;
import relay.health.Marker;
import relay.health.ProofSettings;
import relay.image.Platform;
import relay.image.Repository;
import relay.image.TagFilter;
import relay.image.TagPolicy;

/**
 * One app of a history: how it is configured, and what it is like. Written as {@code app shop policy=^1 runs=v0}; what is left
 * out has the default.
 *
 * @param handle what the history calls it, whatever the configuration does
 */
record AppSetup(String handle, Map<String, String> values) {
  static final String REGISTRY_HOST = ".azurecr.io";
  static final Duration QUIET = Duration.ofSeconds(40);
  /** What good answers in a row take, and the time to start before that, less one interval. */
  static final Duration LEAST_LOOK = Duration.ofSeconds(40);
  private static final HealthSettings HEALTH = new HealthSettings("/healthz", 200, Optional.empty(), 2, 3,
      Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(240), Duration.ofSeconds(480),
      Duration.ofSeconds(40), Duration.ofSeconds(150), 1, 4, QUIET);
  /** Every key with its default; {@code runs}: foreign, an image, or tag:TAG; {@code policy}: a tag, ^RANGE or build-*. */
  private static final Map<String, String> DEFAULTS = defaults();

  AppSetup {
    values = Map.copyOf(values);
  }

  private static Map<String, String> defaults() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("name", "");
    all.put("site", "");
    all.put("listed", "yes");
    all.put("registry", "hub");
    all.put("repository", "");
    all.put("runs", "foreign");
    all.put("policy", "live");
    all.put("mode", "act");
    all.put("drift", "alert");
    all.put("require", "proven");
    all.put("marker", "yes");
    all.put("instances", "1");
    all.put("instance", "yes");
    all.put("status", "yes");
    all.put("vault", "no");
    all.put("plan", "");
    return all;
  }

  static AppSetup of(String handle) {
    return new AppSetup(handle, Map.of());
  }

  /** {@code app HANDLE [KEY=VALUE]...} */
  static AppSetup parse(String line) {
    String[] words = line.strip().split("\\s+");
    var setup = of(words[1]);
    for (String word : Arrays.asList(words).subList(2, words.length)) {
      setup = setup.with(word);
    }
    return setup;
  }

  /** {@code change} is {@code KEY=VALUE}. */
  AppSetup with(String change) {
    String[] parts = change.split("=", 2);
    if (!DEFAULTS.containsKey(parts[0])) {
      throw new IllegalArgumentException("no such key: " + change);
    }
    Map<String, String> all = new LinkedHashMap<>(values);
    all.put(parts[0], parts[1]);
    return new AppSetup(handle, all);
  }

  AppSetup without(String key) {
    Map<String, String> fewer = new LinkedHashMap<>(values);
    fewer.remove(key);
    return new AppSetup(handle, fewer);
  }

  String value(String key) {
    String value = values.getOrDefault(key, DEFAULTS.getOrDefault(key, ""));
    return value.isEmpty() && !key.equals("plan") ? handle : value;
  }

  boolean is(String key) {
    return value(key).equals("yes");
  }

  boolean observes() {
    return value("mode").equals("observe");
  }

  AppName name() {
    return new AppName(value("name"));
  }

  Repository repository() {
    return new Repository(value("registry") + REGISTRY_HOST, value("repository"));
  }

  Optional<String> plan() {
    return Optional.of(value("plan")).filter(plan -> !plan.isEmpty());
  }

  TagPolicy policy() {
    String policy = value("policy");
    if (policy.startsWith("^")) {
      return new TagPolicy.Semantic(policy, false);
    }
    return policy.contains("*")
        ? new TagPolicy.Natural(TagFilter.of(Optional.of(policy), Optional.empty()))
        : new TagPolicy.Exact(policy);
  }

  AppSettings settings() {
    Optional<Marker> marker = is("marker") ? Optional.of(new Marker.Pointer("/revision")) : Optional.empty();
    Optional<Marker> instance = is("instance") ? Optional.of(new Marker.Pointer("/instance")) : Optional.empty();
    var proof = new ProofSettings(Grade.valueOf(value("require").toUpperCase(Locale.ROOT)),
        ProofSettings.REVISION, marker, instance);
    return new AppSettings(name(), value("site"), value("registry"), repository(), policy(), Platform.LINUX_AMD64,
        observes() ? AppSettings.Mode.OBSERVE : AppSettings.Mode.ACT, HEALTH, proof, AppSettings.VaultGate.NO_WORSE,
        false, Duration.ofSeconds(60),
        value("drift").equals("revert") ? AppSettings.Drift.REVERT : AppSettings.Drift.ALERT);
  }

  @Override
  public String toString() {
    return "app " + handle + DEFAULTS.keySet().stream().filter(values::containsKey)
        .map(key -> " " + key + "=" + values.get(key)).collect(Collectors.joining());
  }
}
