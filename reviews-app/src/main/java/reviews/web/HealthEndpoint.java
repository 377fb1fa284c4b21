package reviews.web;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import reviews.settings.SiteSettings;

/** Tells whether this instance can do its work, and which revision it is: what a deployment is judged by. */
final class HealthEndpoint implements Handler<RoutingContext> {
  private static final long DEADLINE_SECONDS = 3;

  private final SiteSettings settings;
  private final Parts parts;

  HealthEndpoint(SiteSettings settings, Parts parts) {
    this.settings = settings;
    this.parts = parts;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Future<List<String>> store = problem(parts.store().check(), "the store cannot be used");
    Future<List<String>> photos = problem(parts.photos().check(), "photos cannot be kept");
    Future.all(store, photos).onSuccess(_ -> {
      var problems = new ArrayList<>(secretProblems());
      problems.addAll(store.result());
      problems.addAll(photos.result());
      ctx.response().setStatusCode(problems.isEmpty() ? 200 : 503)
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json").putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end(new JsonObject().put("status", problems.isEmpty() ? "ok" : "unwell").put("revision", settings.revision())
              .put("version", settings.version()).put("instance", settings.instance())
              .put("problems", new JsonArray(problems)).toBuffer());
    }).onFailure(ctx::fail);
  }

  private static Future<List<String>> problem(Future<Void> check, String sentence) {
    return check.timeout(DEADLINE_SECONDS, TimeUnit.SECONDS).map(_ -> List.<String>of()).otherwise(List.of(sentence));
  }

  private List<String> secretProblems() {
    return settings.secrets().entrySet().stream().sorted(Map.Entry.comparingByKey())
        .flatMap(entry -> entry.getValue().problem(entry.getKey()).stream()).toList();
  }
}
