package reviews.vault;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reviews.settings.SecretSetting;
import reviews.settings.Setting;

/** Reads secrets by the app's identity. What was read once stays when the vault cannot be reached later. */
public final class KeyVault {
  private static final Logger LOG = LoggerFactory.getLogger(KeyVault.class);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final int NOT_FOUND = 404;

  private final Vertx vertx;
  private final URI vault;
  private final Supplier<TokenCredential> credential;
  private final Map<Setting, SecretSetting> held = new EnumMap<>(Setting.class);
  private @Nullable SecretClient client;

  public KeyVault(Vertx vertx, URI vault, Supplier<TokenCredential> credential) {
    this.vertx = vertx;
    this.vault = vault;
    this.credential = credential;
  }

  /** The vault's name for a setting: {@code SECRET_KEY} is {@code secret-key} there. */
  public static String name(Setting setting) {
    return setting.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads the newest versions; never fails: a secret that cannot be had is told as missing or unreadable. */
  public Future<Map<Setting, SecretSetting>> read(Collection<Setting> wanted) {
    return vertx.executeBlocking(() -> readNow(wanted));
  }

  private synchronized Map<Setting, SecretSetting> readNow(Collection<Setting> wanted) {
    wanted.forEach(setting -> held.merge(setting, read(setting),
        (before, now) -> now instanceof SecretSetting.Unreadable && before instanceof SecretSetting.Loaded
            ? before
            : now));
    return new EnumMap<>(held);
  }

  private SecretSetting read(Setting setting) {
    try {
      SecretSetting found = SecretSetting.of(setting, client().getSecret(name(setting)).getValue());
      return found instanceof SecretSetting.Unresolved ? new SecretSetting.Missing() : found;
    } catch (HttpResponseException e) {
      int status = e.getResponse() == null ? 0 : e.getResponse().getStatusCode();
      LOG.warn("the vault refuses the secret {} of the setting {}: status {}", name(setting), setting, status);
      return status == NOT_FOUND ? new SecretSetting.Missing() : new SecretSetting.Unreadable();
    } catch (RuntimeException e) {
      LOG.warn("the secret {} of the setting {} cannot be read: {}", name(setting), setting,
          e.getClass().getSimpleName());
      return new SecretSetting.Unreadable();
    }
  }

  private SecretClient client() {
    if (client == null) {
      client = new SecretClientBuilder().vaultUrl(vault.toString()).credential(credential.get())
          .httpClient(
              new JdkHttpClientBuilder().connectionTimeout(ANSWER_WITHIN).responseTimeout(ANSWER_WITHIN).build())
          .retryOptions(new RetryOptions(new FixedDelayOptions(1, Duration.ofMillis(500)))).buildClient();
    }
    return client;
  }
}
