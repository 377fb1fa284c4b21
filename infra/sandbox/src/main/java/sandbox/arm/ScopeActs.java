package sandbox.arm;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import sandbox.arm.answer.ArmReply;
import sandbox.arm.answer.ResourceFilter;

/** Lists what a subscription or a resource group holds, all of it on one page. */
final class ScopeActs {
  /** A resource, and the document in which ARM describes it. */
  record Listed(ResourceId id, JsonObject document) {}

  private ScopeActs() {}

  /** @param filter empty for everything */
  static ArmReply perform(ArmOperation.Call call, ScopeId scope, List<Listed> all, String filter) {
    return switch (call.operation()) {
      case LIST_SITES -> list(all, scope, each -> each.id() instanceof SiteId site && site.slot().isEmpty());
      case LIST_REGISTRIES -> list(all, scope, each -> each.id() instanceof RegistryId);
      case LIST_RESOURCES -> resources(all, scope, filter);
      default -> throw new IllegalArgumentException(call.operation() + " is not about a subscription");
    };
  }

  private static ArmReply list(List<Listed> all, ScopeId scope, Predicate<Listed> wanted) {
    var documents = new JsonArray();
    all.stream().filter(each -> scope.holds(each.id())).filter(wanted).map(Listed::document).forEach(documents::add);
    return ArmReply.json(200, new JsonObject().put("value", documents));
  }

  /** A row has no properties: whoever wants them reads the resource itself. */
  private static ArmReply resources(List<Listed> all, ScopeId scope, String text) {
    Optional<ResourceFilter> filter = ResourceFilter.parse(text);
    if (filter.isEmpty()) {
      return ArmReply.error(400, "InvalidFilterInQueryString",
          "Invalid $filter '" + text + "' specified in the query string.");
    }
    var rows = new JsonArray();
    for (Listed each : all) {
      if (scope.holds(each.id()) && filter.get().accepts(property -> value(each, property))) {
        JsonObject row = each.document().copy();
        row.remove("properties");
        rows.add(row);
      }
    }
    return ArmReply.json(200, new JsonObject().put("value", rows));
  }

  private static String value(Listed resource, String property) {
    return switch (property) {
      case "resourcetype" -> resource.document().getString("type");
      case "resourcegroup" -> resource.id().group();
      default -> resource.document().getString(property);
    };
  }
}
