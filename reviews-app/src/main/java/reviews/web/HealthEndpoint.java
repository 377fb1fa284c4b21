package reviews.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import reviews.health.HealthWatch;
import reviews.settings.SiteSettings;

/** Tells whether this instance can do its work, and which revision it is: what a deployment is judged by. */
final class HealthEndpoint implements Handler<RoutingContext> {
  private final SiteSettings settings;
  private final HealthWatch health;

  HealthEndpoint(SiteSettings settings, HealthWatch health) {
    this.settings = settings;
    this.health = health;
  }

  @Override
  public void handle(RoutingContext ctx) {
    health.problems().onSuccess(broken -> {
      var problems = new ArrayList<>(secretProblems());
      problems.addAll(broken);
      ctx.response().setStatusCode(problems.isEmpty() ? 200 : 503)
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json").putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end(new JsonObject().put("status", problems.isEmpty() ? "ok" : "unwell").put("revision", settings.revision())
              .put("version", settings.version()).put("instance", settings.instance())
              .put("problems", new JsonArray(problems)).toBuffer());
    }).onFailure(ctx::fail);
  }

  private List<String> secretProblems() {
    return settings.secrets().entrySet().stream().sorted(Map.Entry.comparingByKey())
        .flatMap(entry -> entry.getValue().problem(entry.getKey()).stream()).toList();
  }
}
