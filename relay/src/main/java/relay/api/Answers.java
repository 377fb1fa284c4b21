package relay.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Writes what a future brings, whichever way it ends. */
final class Answers {
  private Answers() {}

  static void ok(RoutingContext ctx, Future<JsonObject> body) {
    send(ctx, 200, body);
  }

  /** 202 with the address of the rollout that the body shows. */
  static void accepted(RoutingContext ctx, Future<JsonObject> rollout) {
    send(ctx, 202, rollout.onSuccess(
        body -> ctx.response().putHeader(HttpHeaders.LOCATION, "/api/v1/rollouts/" + body.getLong("id"))));
  }

  private static void send(RoutingContext ctx, int status, Future<JsonObject> body) {
    var _ = body.onSuccess(json -> ctx.response().setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(json.toBuffer())).onFailure(ctx::fail);
  }
}
