package sandbox.arm;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The requests that this ARM understands, each with the right that it needs (azure-contracts, sections 4.1 and 4.10). */
public enum ArmOperation {
  GET_SITE("GET", "", "Microsoft.Web/sites/Read"), GET_CONFIG("GET", "config/web",
      "Microsoft.Web/sites/config/Read"), PATCH_CONFIG("PATCH", "config/web",
          "Microsoft.Web/sites/config/Write"), LIST_REFERENCES("GET", "config/configreferences/appsettings",
              "Microsoft.Web/sites/config/Read"), GET_REFERENCE("GET", "config/configreferences/appsettings/([^/]+)",
                  "Microsoft.Web/sites/config/Read"), LIST_INSTANCES("GET", "instances",
                      "microsoft.web/sites/instances/read"), GET_INSTANCE("GET", "instances/([^/]+)",
                          "microsoft.web/sites/instances/read"), LIST_CONTAINERS("GET", "sitecontainers",
                              "Microsoft.Web/sites/sitecontainers/read"), CONTAINER_LOGS("POST", "containerlogs",
                                  "microsoft.web/sites/containerlogs/action"), RESTART("POST", "restart",
                                      "Microsoft.Web/sites/restart/Action"), LIST_APP_SETTINGS("POST",
                                          "config/appsettings/list", "Microsoft.Web/sites/config/list/Action");

  private final String method;
  private final Pattern rest;
  private final String action;

  ArmOperation(String method, String rest, String action) {
    this.method = method;
    this.rest = Pattern.compile(rest, Pattern.CASE_INSENSITIVE);
    this.action = action;
  }

  /** The right that a caller needs for it on this site; slots have rights of their own. */
  public String action(SiteId site) {
    return site.slot().isEmpty() ? action : action.replaceFirst("(?i)/sites/", "/sites/slots/");
  }
  /** A write may change a site. Reading the container log is a POST that changes nothing. */
  public boolean isWrite() {
    return this == PATCH_CONFIG || this == RESTART;
  }

  /** The operation and the last part of its path, such as the name of a setting; empty parameter when it has none. */
  record Call(ArmOperation operation, String parameter) {}

  static Optional<Call> find(String method, String rest) {
    return Arrays.stream(values()).filter(operation -> operation.method.equals(method)).flatMap(operation -> {
      var match = operation.rest.matcher(rest);
      return match.matches()
          ? Optional.of(new Call(operation, match.groupCount() > 0 ? match.group(1) : "")).stream()
          : Optional.<Call>empty().stream();
    }).findFirst();
  }
}
