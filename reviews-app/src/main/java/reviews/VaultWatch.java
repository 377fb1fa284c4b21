package reviews;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import reviews.settings.SecretSetting;
import reviews.settings.SiteSettings;
import reviews.settings.VaultSettings;
import reviews.vault.KeyVault;

/** Reads the secrets that the vault holds, at the start and again and again, so that a changed one needs no restart. */
final class VaultWatch {
  /** A vault that did not give everything is asked again so soon. */
  private static final Duration LACKING = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final KeyVault vault;
  private final VaultSettings wanted;
  private final SiteSettings base;
  private volatile boolean stopped;

  /** @param base what the environment said */
  VaultWatch(Vertx vertx, KeyVault vault, VaultSettings wanted, SiteSettings base) {
    this.vertx = vertx;
    this.vault = vault;
    this.wanted = wanted;
    this.base = base;
  }

  /** Never fails: what the vault does not give is told by the settings. */
  Future<SiteSettings> read() {
    return vault.read(wanted.secrets()).map(base::with);
  }

  /** Calls {@code changed} with the settings each time that they are other than before, beginning with {@code known}. */
  void watch(SiteSettings known, Consumer<SiteSettings> changed) {
    boolean lacking = wanted.secrets().stream()
        .anyMatch(setting -> !(known.secrets().get(setting) instanceof SecretSetting.Loaded));
    Duration pause = lacking && LACKING.compareTo(wanted.refresh()) < 0 ? LACKING : wanted.refresh();
    vertx.setTimer(pause.toMillis(), _ -> read().onSuccess(now -> {
      if (!stopped) {
        if (!now.equals(known)) {
          changed.accept(now);
        }
        watch(now, changed);
      }
    }));
  }

  void stop() {
    stopped = true;
  }
}
