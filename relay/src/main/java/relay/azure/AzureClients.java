package relay.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.HttpLogDetailLevel;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.management.profile.AzureProfile;
import com.azure.resourcemanager.appservice.AppServiceManager;
import com.azure.resourcemanager.containerregistry.ContainerRegistryManager;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import relay.app.WebApp;
import relay.azure.arm.ArmCalls;
import relay.azure.arm.ArmListener;
import relay.azure.arm.AzureSettings;
import relay.azure.arm.CachedCredential;
import relay.azure.arm.Credentials;
import relay.azure.arm.Deadline;
import relay.azure.arm.NoTokenException;
import relay.azure.arm.SiteId;
import relay.azure.arm.TrustedHttp;
import relay.azure.arm.WebhookId;
import relay.reconcile.RegistryHook;
import relay.secret.TokenSource;

/**
 * Everything that the relay has at Azure: its identity and the clients that use it. The SDK's own retries and logs are
 * off; the relay asks again by itself, and counts. Safe for several threads.
 */
public final class AzureClients implements TokenSource {
  private static final AzureEnvironment PUBLIC = AzureEnvironment.AZURE;

  private final AzureSettings settings;
  private final CachedCredential identity;
  private final HttpClient http;
  private final AzureEnvironment environment;
  private final ArmCalls calls;
  private final Map<String, AppServiceManager> managers = new ConcurrentHashMap<>();
  private final Map<String, ContainerRegistryManager> registryManagers = new ConcurrentHashMap<>();

  AzureClients(AzureSettings settings, ArmListener listener, CachedCredential identity, HttpClient http) {
    this.settings = settings;
    this.identity = identity;
    this.http = http;
    this.environment = environment(settings);
    this.calls = new ArmCalls(settings, listener, identity::forget);
  }

  /**
   * Makes the clients and asks nothing of Azure yet. Takes seconds, and so does the first {@link #webApp}: call both in
   * the background.
   *
   * @throws IOException when the further trusted certificates cannot be read
   * @throws IllegalArgumentException when the endpoint is not https: the SDK gives its token to no other
   */
  public static AzureClients connect(AzureSettings settings, ArmListener listener) throws IOException {
    HttpClient http = TrustedHttp.client(settings);
    return new AzureClients(settings, listener, Credentials.of(settings, http), http);
  }

  /** As {@link #connect}, with an identity that tests make up. */
  static AzureClients connect(AzureSettings settings, ArmListener listener, TokenCredential credential)
      throws IOException {
    var identity = new CachedCredential(credential, Credentials.inWords(settings), InstantSource.system());
    return new AzureClients(settings, listener, identity, TrustedHttp.client(settings));
  }

  /** The port to one web app. Nothing is asked of Azure yet, so that an app that does not exist shows later. */
  public WebApp webApp(SiteId site) {
    return appService(site);
  }

  /** The port to one webhook of a registry. Nothing is asked of Azure yet. */
  public RegistryHook webhook(WebhookId webhook) {
    return new AcrWebhook(webhook, registryManager(webhook).serviceClient().getWebhooks(), calls);
  }

  /** Looks at what {@code relay check --azure} tells. */
  public AzureCheck check() {
    return new AzureCheck(this);
  }

  @Override
  public String token(String audience) throws IdentityException, InterruptedException {
    return tokenFor(audience.replaceAll("/+$", "") + "/.default");
  }

  /** Fetches a token for Azure Resource Manager, or uses the one at hand. */
  void signIn() throws IdentityException, InterruptedException {
    String _ = tokenFor(environment.getManagementEndpoint() + "/.default");
  }

  AppServiceWebApp appService(SiteId site) {
    AppServiceManager manager = manager(site);
    var status = new SiteStatusCall(site, manager.httpPipeline(), settings.armEndpoint(), calls);
    return new AppServiceWebApp(site, manager.serviceClient().getWebApps(), calls, settings, status);
  }

  Permissions permissions(SiteId site) {
    return new Permissions(site, manager(site).httpPipeline(), settings.armEndpoint(), calls);
  }

  Permissions permissions(WebhookId webhook) {
    return new Permissions(webhook, registryManager(webhook).httpPipeline(), settings.armEndpoint(), calls);
  }

  private String tokenFor(String scope) throws IdentityException, InterruptedException {
    try {
      return Deadline.within(settings.deadline(), "token",
          () -> identity.getTokenSync(new TokenRequestContext().addScopes(scope))).getToken();
    } catch (TimeoutException e) {
      throw new IdentityException(identity.who() + " got no token for " + scope.replaceAll("/+\\.default$", "")
          + " within " + settings.deadline().toMillis() + " ms", e);
    } catch (ExecutionException e) {
      String sentence = e.getCause() instanceof NoTokenException none
          ? none.sentence()
          : identity.who() + " got no token (" + e.getClass().getSimpleName() + ")";
      throw new IdentityException(sentence, e);
    }
  }

  private AppServiceManager manager(SiteId site) {
    return managers.computeIfAbsent(site.subscription(), this::newManager);
  }

  private AppServiceManager newManager(String subscription) {
    return AppServiceManager.configure().withHttpClient(http).withRetryPolicy(once()).withLogOptions(silent())
        .authenticate(identity, profile(subscription));
  }

  private ContainerRegistryManager registryManager(WebhookId webhook) {
    return registryManagers.computeIfAbsent(webhook.subscription(),
        subscription -> ContainerRegistryManager.configure().withHttpClient(http).withRetryPolicy(once())
            .withLogOptions(silent()).authenticate(identity, profile(subscription)));
  }

  private static RetryPolicy once() {
    return new RetryPolicy(new FixedDelay(0, Duration.ofMillis(1)));
  }

  private static HttpLogOptions silent() {
    return new HttpLogOptions().setLogLevel(HttpLogDetailLevel.NONE);
  }

  private AzureProfile profile(String subscription) {
    return new AzureProfile(settings.tenant().orElse(null), subscription, environment);
  }

  /**
   * The cloud whose resource manager this is; for an endpoint of nobody's, the public cloud with just that endpoint
   * changed, so that tokens keep the public cloud's audience.
   */
  private static AzureEnvironment environment(AzureSettings settings) {
    if (!"https".equals(settings.armEndpoint().getScheme())) {
      throw new IllegalArgumentException("azure.armEndpoint must be https: the SDK gives its token to no other");
    }
    String endpoint = settings.armEndpoint().toString().replaceAll("/+$", "") + "/";
    var endpoints = new HashMap<String, String>(AzureEnvironment.knownEnvironments().stream()
        .filter(known -> endpoint.equals(known.getResourceManagerEndpoint())).findFirst().orElse(PUBLIC)
        .getEndpoints());
    endpoints.put("resourceManagerEndpointUrl", endpoint);
    endpoints.put("activeDirectoryEndpointUrl", settings.authority().toString());
    return new AzureEnvironment(endpoints);
  }
}
