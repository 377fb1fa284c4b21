package reviews.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import reviews.photos.PhotoId;
import reviews.photos.Photos;

/** A photo as a file of this site. Its id never names anything else, so browsers keep it for ever. */
final class PhotoFile implements Handler<RoutingContext> {
  private final Photos photos;

  PhotoFile(Photos photos) {
    this.photos = photos;
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
    } else {
      photos.send(id.get(), ctx.response(), bytes -> describe(ctx.response(), id.get(), bytes)).onFailure(ctx::fail)
          .onSuccess(found -> {
            if (!found) {
              ctx.fail(404);
            }
          });
    }
  }

  private static void describe(HttpServerResponse response, PhotoId id, long bytes) {
    response.putHeader(HttpHeaders.CONTENT_TYPE, id.type().mediaType())
        .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(bytes))
        .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY) // compressed already
        .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
  }
}
