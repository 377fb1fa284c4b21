package sandbox.platform;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sandbox.arm.SiteSettings;
import sandbox.vault.Resolution;

/**
 * What shall run, as last asked for. Each change of the configuration and each restart is a new one.
 *
 * @param number grows with each wish
 * @param settings app settings as stored
 * @param references by name of the setting, as resolved when the configuration last changed
 * @param platform variables that the platform itself gives to every container
 */
record Wish(long number, SiteSettings site, Map<String, String> settings, Map<String, Resolution> references,
    Map<String, String> platform) {
  static Wish none(Map<String, String> settings, Map<String, String> platform) {
    return new Wish(0, new SiteSettings("", true, ""), Map.copyOf(settings), Map.of(), Map.copyOf(platform));
  }

  Wish again() {
    return new Wish(number + 1, site, settings, references, platform);
  }

  Wish configured(SiteSettings other) {
    return new Wish(number + 1, other, settings, references, platform);
  }

  Wish settings(Map<String, String> other) {
    return new Wish(number + 1, site, Map.copyOf(other), references, platform);
  }

  Wish references(Map<String, Resolution> other) {
    return new Wish(number, site, settings, new TreeMap<>(other), platform);
  }

  /** {@code WEBSITES_CONTAINER_START_TIME_LIMIT}, in seconds there. */
  Optional<Duration> startLimit() {
    return Optional.ofNullable(settings.get("WEBSITES_CONTAINER_START_TIME_LIMIT"))
        .filter(text -> text.matches("\\d{1,4}")).map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  /** The path that tells whether a container answers. */
  String warmupPath() {
    String path = settings.getOrDefault("WEBSITE_WARMUP_PATH", "/robots933456.txt");
    return path.startsWith("/") ? path : "/" + path;
  }

  /** Whether an answer of this status counts as started; any does unless the settings say otherwise. */
  boolean startedBy(int status) {
    String wanted = settings.getOrDefault("WEBSITE_WARMUP_STATUSES", "");
    return wanted.isBlank() || ("," + wanted.replace(" ", "") + ",").contains("," + status + ",");
  }

  @Override
  public String toString() {
    return "Wish[" + number + " " + site + "]";
  }
}
