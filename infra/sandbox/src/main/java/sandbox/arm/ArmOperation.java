package sandbox.arm;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The requests that this ARM understands, each with the right that it needs (azure-contracts, sections 1.1, 4.1, 4.10; next, 12.1). */
public enum ArmOperation {
  // @formatter:off: one line each
  GET_SITE(Kind.SITE, "GET", "", "Microsoft.Web/sites/Read"),
  GET_CONFIG(Kind.SITE, "GET", "config/web", "Microsoft.Web/sites/config/Read"),
  PATCH_CONFIG(Kind.SITE, "PATCH", "config/web", "Microsoft.Web/sites/config/Write"),
  LIST_REFERENCES(Kind.SITE, "GET", "config/configreferences/appsettings", "Microsoft.Web/sites/config/Read"),
  GET_REFERENCE(Kind.SITE, "GET", "config/configreferences/appsettings/([^/]+)", "Microsoft.Web/sites/config/Read"),
  LIST_INSTANCES(Kind.SITE, "GET", "instances", "microsoft.web/sites/instances/read"),
  GET_INSTANCE(Kind.SITE, "GET", "instances/([^/]+)", "microsoft.web/sites/instances/read"),
  LIST_STATUS(Kind.SITE, "GET", "siteStatus", Grants.SITE_STATUS),
  GET_STATUS(Kind.SITE, "GET", "siteStatus/([^/]+)", Grants.SITE_STATUS),
  LIST_CONTAINERS(Kind.SITE, "GET", "sitecontainers", "Microsoft.Web/sites/sitecontainers/read"),
  CONTAINER_LOGS(Kind.SITE, "POST", "containerlogs", "microsoft.web/sites/containerlogs/action"),
  RESTART(Kind.SITE, "POST", "restart", "Microsoft.Web/sites/restart/Action"),
  LIST_APP_SETTINGS(Kind.SITE, "POST", "config/appsettings/list", "Microsoft.Web/sites/config/list/Action"),

  GET_REGISTRY(Kind.REGISTRY, "GET", "", "Microsoft.ContainerRegistry/registries/read"),
  LIST_WEBHOOKS(Kind.REGISTRY, "GET", "webhooks", "Microsoft.ContainerRegistry/registries/webhooks/read"),
  GET_WEBHOOK(Kind.REGISTRY, "GET", "webhooks/([^/]+)", "Microsoft.ContainerRegistry/registries/webhooks/read"),
  PUT_WEBHOOK(Kind.REGISTRY, "PUT", "webhooks/([^/]+)", "Microsoft.ContainerRegistry/registries/webhooks/write"),
  PATCH_WEBHOOK(Kind.REGISTRY, "PATCH", "webhooks/([^/]+)", "Microsoft.ContainerRegistry/registries/webhooks/write"),
  DELETE_WEBHOOK(Kind.REGISTRY, "DELETE", "webhooks/([^/]+)",
      "Microsoft.ContainerRegistry/registries/webhooks/delete"),
  PING_WEBHOOK(Kind.REGISTRY, "POST", "webhooks/([^/]+)/ping",
      "Microsoft.ContainerRegistry/registries/webhooks/ping/action"),
  /** A GET is how the SDK asks for a further page. */
  LIST_EVENTS(Kind.REGISTRY, "POST|GET", "webhooks/([^/]+)/listEvents",
      "Microsoft.ContainerRegistry/registries/webhooks/listEvents/action"),
  GET_CALLBACK(Kind.REGISTRY, "POST", "webhooks/([^/]+)/getCallbackConfig",
      "Microsoft.ContainerRegistry/registries/webhooks/getCallbackConfig/action"),

  LIST_RESOURCES(Kind.SCOPE, "GET", "resources", Grants.LIST_RESOURCES),
  LIST_SITES(Kind.SCOPE, "GET", "providers/Microsoft\\.Web/sites", "Microsoft.Web/sites/Read"),
  LIST_REGISTRIES(Kind.SCOPE, "GET", "providers/Microsoft\\.ContainerRegistry/registries",
      "Microsoft.ContainerRegistry/registries/read");
  // @formatter:on

  private enum Kind {
    SITE,
    REGISTRY,
    SCOPE
  }

  private final Kind kind;
  private final Pattern method;
  private final Pattern rest;
  private final String action;

  ArmOperation(Kind kind, String method, String rest, String action) {
    this.kind = kind;
    this.method = Pattern.compile(method);
    this.rest = Pattern.compile(rest, Pattern.CASE_INSENSITIVE);
    this.action = action;
  }

  /** The right that a caller needs for it on this resource; slots have rights of their own. */
  public String action(ResourceId resource) {
    return resource instanceof SiteId site && !site.slot().isEmpty()
        ? action.replaceFirst("(?i)/sites/", "/sites/slots/")
        : action;
  }

  /** The operation and the name in its path, such as that of a setting or a webhook; empty parameter when it has none. */
  public record Call(ArmOperation operation, String parameter) {}

  static Optional<Call> find(ResourceId resource, String method, String rest) {
    Kind kind = switch (resource) {
      case SiteId _ -> Kind.SITE;
      case RegistryId _ -> Kind.REGISTRY;
      case ScopeId _ -> Kind.SCOPE;
    };
    return Arrays.stream(values())
        .filter(operation -> operation.kind == kind && operation.method.matcher(method).matches())
        .flatMap(operation -> {
          var match = operation.rest.matcher(rest);
          return match.matches()
              ? Optional.of(new Call(operation, match.groupCount() > 0 ? match.group(1) : "")).stream()
              : Optional.<Call>empty().stream();
        }).findFirst();
  }
}
