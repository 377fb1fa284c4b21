package sandbox.arm;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may do what. An identity that nobody spoke of holds exactly the rights which the relay asks for in its custom
 * role (azure-contracts, section 4.10), so that a request beyond them shows up as a 403.
 */
public final class Grants {
  /** Not documented: named after its kind. Taken away, ARM answers a request for the site status with 403. */
  public static final String SITE_STATUS = "Microsoft.Web/sites/siteStatus/read";

  /** What it takes to list the resources of a subscription or a group; no part of the relay's role. */
  public static final String LIST_RESOURCES = "Microsoft.Resources/subscriptions/resources/read";

  /** The custom role; names are compared without case, as Azure does. */
  public static final Set<String> LEAST_PRIVILEGE = Set.of("Microsoft.Web/sites/Read",
      "Microsoft.Web/sites/config/Read",
      "Microsoft.Web/sites/config/Write", "microsoft.web/sites/operationresults/read",
      "microsoft.web/sites/operations/read", "microsoft.web/sites/instances/read",
      "Microsoft.Web/sites/sitecontainers/read", "Microsoft.Web/sites/sitecontainers/write",
      "Microsoft.Web/sites/restart/Action", "Microsoft.Web/sites/slots/Read", "Microsoft.Web/sites/slots/config/Read",
      "Microsoft.Web/sites/slots/config/Write", "Microsoft.Web/sites/slots/slotsswap/Action",
      "Microsoft.Web/sites/slotsswap/Action", "Microsoft.Web/sites/slots/applySlotConfig/Action",
      "Microsoft.Web/sites/slots/resetSlotConfig/Action", "microsoft.web/sites/containerlogs/action",
      "microsoft.web/sites/containerlogs/download/action", SITE_STATUS, "Microsoft.Web/sites/slots/siteStatus/read");

  /**
   * What a relay may be given besides, on the registry: to read a webhook, to ping it and to read its delivery log. Not among them:
   * getCallbackConfig, which shows the secret.
   */
  public static final Set<String> REGISTRY_SELF_TEST = Set.of("Microsoft.ContainerRegistry/registries/read",
      "Microsoft.ContainerRegistry/registries/webhooks/read",
      "Microsoft.ContainerRegistry/registries/webhooks/ping/action",
      "Microsoft.ContainerRegistry/registries/webhooks/listEvents/action");

  private final Set<String> standard = lower(LEAST_PRIVILEGE);
  private final Map<String, Set<String>> byIdentity = new ConcurrentHashMap<>();

  /** From now on this identity holds these rights and no others. */
  public void only(String clientId, Collection<String> actions) {
    byIdentity.put(clientId.toLowerCase(Locale.ROOT), lower(actions));
  }

  /** Adds rights to those that it has. */
  public void grant(String clientId, Collection<String> actions) {
    byIdentity.compute(clientId.toLowerCase(Locale.ROOT), (_, held) -> Stream
        .concat((held == null ? standard : held).stream(), lower(actions).stream())
        .collect(Collectors.toUnmodifiableSet()));
  }

  /** Takes one right away and leaves the others. */
  public void revoke(String clientId, String action) {
    byIdentity.compute(clientId.toLowerCase(Locale.ROOT), (_, held) -> (held == null ? standard : held).stream()
        .filter(right -> !right.equalsIgnoreCase(action)).collect(Collectors.toUnmodifiableSet()));
  }

  /** Back to the custom role. */
  public void reset(String clientId) {
    byIdentity.remove(clientId.toLowerCase(Locale.ROOT));
  }

  public boolean allows(String clientId, String action) {
    return byIdentity.getOrDefault(clientId.toLowerCase(Locale.ROOT), standard)
        .contains(action.toLowerCase(Locale.ROOT));
  }

  private static Set<String> lower(Collection<String> actions) {
    return actions.stream().map(action -> action.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
  }
}
