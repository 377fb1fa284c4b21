package relay.azure.arm;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.identity.AzureCliCredentialBuilder;
import com.azure.identity.AzureDeveloperCliCredentialBuilder;
import com.azure.identity.ChainedTokenCredentialBuilder;
import com.azure.identity.EnvironmentCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/** Makes the one credential that the settings name: nothing is guessed from the surroundings. */
public final class Credentials {
  /** Entra ID's own authorities; for any other one the SDK must not ask Microsoft whether it is genuine. */
  private static final Set<String> KNOWN = Set.of("login.microsoftonline.com", "login.microsoftonline.us",
      "login.chinacloudapi.cn", "login.partner.microsoftonline.cn");

  private Credentials() {}

  public static CachedCredential of(AzureSettings settings, HttpClient http) {
    return new CachedCredential(switch (settings.credential()) {
      case MANAGED_IDENTITY -> managedIdentity(settings, http);
      case WORKLOAD_IDENTITY -> workloadIdentity(settings, http);
      case DEVELOPER -> developer(settings, http);
    }, inWords(settings), InstantSource.system());
  }

  /** The identity in words, for sentences. */
  public static String inWords(AzureSettings settings) {
    String id = settings.clientId().map(clientId -> " with the client id " + clientId).orElse("");
    return switch (settings.credential()) {
      case MANAGED_IDENTITY -> "the managed identity"
          + (id.isEmpty() ? " (system-assigned; azure.clientId picks a user-assigned one)" : id);
      case WORKLOAD_IDENTITY -> "the workload identity" + id;
      case DEVELOPER -> "the developer's sign-in (environment or Azure CLI)";
    };
  }

  private static TokenCredential managedIdentity(AzureSettings settings, HttpClient http) {
    var builder = new ManagedIdentityCredentialBuilder().httpClient(http).retryOptions(once());
    settings.clientId().ifPresent(builder::clientId);
    return builder.build();
  }

  private static TokenCredential workloadIdentity(AzureSettings settings, HttpClient http) {
    var builder = new WorkloadIdentityCredentialBuilder().httpClient(http).retryOptions(once())
        .authorityHost(authority(settings));
    settings.clientId().ifPresent(builder::clientId);
    settings.tenant().ifPresent(builder::tenantId);
    return (isKnown(settings.authority()) ? builder : builder.disableInstanceDiscovery()).build();
  }

  private static TokenCredential developer(AzureSettings settings, HttpClient http) {
    var cli = new AzureCliCredentialBuilder();
    var developerCli = new AzureDeveloperCliCredentialBuilder();
    settings.tenant().ifPresent(tenant -> {
      cli.tenantId(tenant);
      developerCli.tenantId(tenant);
    });
    return new ChainedTokenCredentialBuilder()
        .addLast(new EnvironmentCredentialBuilder().httpClient(http).authorityHost(authority(settings)).build())
        .addLast(cli.build()).addLast(developerCli.build()).build();
  }

  private static String authority(AzureSettings settings) {
    return settings.authority().toString();
  }

  private static boolean isKnown(URI authority) {
    return authority.getHost() != null && KNOWN.contains(authority.getHost());
  }

  /** The relay asks again by itself, when its caller can still wait. */
  private static RetryOptions once() {
    return new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1)));
  }
}
