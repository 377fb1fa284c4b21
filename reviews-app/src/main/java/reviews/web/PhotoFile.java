package reviews.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import reviews.photos.PhotoId;
import reviews.photos.Photos;
import reviews.web.edge.Edge;
import reviews.web.problem.Refusal;

/** A photo as a file of this site. Its id never names anything else, so browsers keep it for ever. */
final class PhotoFile implements Handler<RoutingContext> {
  /** So that one visitor who reads slowly leaves room for the others. A browser fetches six at once. */
  private static final int MOST_AT_ONCE = 16;

  private final Photos photos;
  private final Edge edge;
  private final Map<String, Integer> sending = new ConcurrentHashMap<>();

  PhotoFile(Photos photos, Edge edge) {
    this.photos = photos;
    this.edge = edge;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Optional<PhotoId> id = PhotoId.parse(Objects.requireNonNull(ctx.pathParam("id"), "the route has an id"));
    if (id.isEmpty()) {
      ctx.fail(404);
    } else if (ctx.request().method().equals(HttpMethod.HEAD)) {
      photos.length(id.get()).onFailure(ctx::fail).onSuccess(found -> found.ifPresentOrElse(bytes -> {
        describe(ctx.response(), id.get(), bytes);
        ctx.response().end();
      }, () -> ctx.fail(404)));
    } else if (sending.merge(edge.client(ctx), 1, Integer::sum) > MOST_AT_ONCE) {
      done(ctx);
      ctx.fail(Refusal.TOO_OFTEN.refused());
    } else {
      ctx.addEndHandler(_ -> done(ctx));
      photos.send(id.get(), ctx.response(), bytes -> describe(ctx.response(), id.get(), bytes)).onFailure(ctx::fail)
          .onSuccess(found -> {
            if (!found) {
              ctx.fail(404);
            }
          });
    }
  }

  private void done(RoutingContext ctx) {
    var _ = sending.computeIfPresent(edge.client(ctx), (_, many) -> many == 1 ? null : many - 1);
  }

  private static void describe(HttpServerResponse response, PhotoId id, long bytes) {
    response.putHeader(HttpHeaders.CONTENT_TYPE, id.type().mediaType())
        .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(bytes))
        .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY) // compressed already
        .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
  }
}
