package sandbox.arm;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** The site status as ARM shows it: a list under {@code properties}, or one object when one instance was asked for. */
final class StatusDocuments {
  private StatusDocuments() {}

  static JsonObject all(Site site, List<SiteStatus> rows) {
    var list = new JsonArray();
    rows.forEach(row -> list.add(properties(row)));
    return document(site, "").put("properties", list);
  }

  static JsonObject one(Site site, SiteStatus row) {
    return document(site, "/" + row.instance()).put("properties", properties(row));
  }

  private static JsonObject document(Site site, String below) {
    SiteId id = site.id();
    return new JsonObject().put("id", id.path() + "/siteStatus" + below).put("name", id.name())
        .put("type", id.slot().isEmpty() ? "Microsoft.Web/sites/siteStatus" : "Microsoft.Web/sites/slots/siteStatus")
        .put("location", site.details().location());
  }

  private static JsonObject properties(SiteStatus row) {
    Optional<SiteStatus.LastError> error = row.lastError();
    return new JsonObject().put("instanceId", row.instance()).put("state", row.state().wire())
        .put("action", row.action())
        .put("lastError", error.map(SiteStatus.LastError::code).orElse(null))
        .put("lastErrorDetails", error.map(SiteStatus.LastError::details).orElse(null))
        .put("lastErrorTimestamp", error.map(found -> found.at().toString()).orElse(null))
        .put("details", row.details()).put("detailsLevel", row.level().name());
  }
}
