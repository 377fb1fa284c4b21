package sandbox.arm;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The path of a request: which resource, and what of it. */
record ArmPath(ResourceId resource, String rest) {
  private static final String GROUP = "/subscriptions/(?<subscription>[^/]+)/resourceGroups/(?<group>[^/]+)/providers/";
  private static final Pattern SITE = Pattern.compile(
      GROUP + "Microsoft\\.Web/sites/(?<name>[^/]+)(/slots/(?<slot>[^/]+))?(/(?<rest>.*))?", Pattern.CASE_INSENSITIVE);
  private static final Pattern REGISTRY = Pattern.compile(
      GROUP + "Microsoft\\.ContainerRegistry/registries/(?<name>[^/]+)(/(?<rest>.*))?", Pattern.CASE_INSENSITIVE);

  private static final Pattern SCOPE = Pattern.compile(
      "/subscriptions/(?<subscription>[^/]+)(/resourceGroups/(?<group>[^/]+))?/(?<rest>resources|providers/[^/]+/[^/]+)",
      Pattern.CASE_INSENSITIVE);

  /** Empty when it is about no site, no registry and no list. */
  static Optional<ArmPath> parse(String path) {
    Matcher site = SITE.matcher(path);
    if (site.matches()) {
      return Optional.of(new ArmPath(new SiteId(site.group("subscription"), site.group("group"), site.group("name"),
          orEmpty(site, "slot")), orEmpty(site, "rest")));
    }
    Matcher registry = REGISTRY.matcher(path);
    if (registry.matches()) {
      return Optional.of(new ArmPath(new RegistryId(registry.group("subscription"), registry.group("group"),
          registry.group("name")), orEmpty(registry, "rest")));
    }
    Matcher scope = SCOPE.matcher(path);
    return scope.matches()
        ? Optional.of(new ArmPath(new ScopeId(scope.group("subscription"), orEmpty(scope, "group")),
            scope.group("rest")))
        : Optional.empty();
  }

  private static String orEmpty(Matcher path, String group) {
    return Objects.requireNonNullElse(path.group(group), "");
  }
}
