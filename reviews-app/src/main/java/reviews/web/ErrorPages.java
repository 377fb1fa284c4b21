package reviews.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reviews.photos.PhotosUnavailableException;
import reviews.restaurants.StoreUnavailableException;
import reviews.web.problem.Problem;
import reviews.web.problem.Refusal;

/** The one place that answers a refused or failed request: a page for people, problem+json under {@code /api}. */
public final class ErrorPages implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);

  private final Pages pages;

  ErrorPages(Pages pages) {
    this.pages = pages;
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (ctx.response().ended()) {
      return;
    }
    if (ctx.response().headWritten()) {
      ctx.request().connection().close();
      return;
    }
    Problem problem = problem(ctx);
    if (problem.status() == 500) {
      LOG.error("{} {} failed", ctx.request().method(), ctx.request().path(), ctx.failure());
    }
    if (problem.status() == 503) {
      ctx.response().putHeader(HttpHeaders.RETRY_AFTER, "10");
    }
    if (problem.status() == 413 || problem.status() == 408) {
      ctx.response().putHeader(HttpHeaders.CONNECTION, "close"); // the rest of the body is not wanted
    }
    if (ctx.request().path() != null && ctx.request().path().startsWith("/api/")) {
      ctx.response().setStatusCode(problem.status()).putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
          .end(new JsonObject().put("type", "about:blank").put("title", problem.title())
              .put("status", problem.status()).put("detail", problem.text()).toBuffer());
      return;
    }
    pages.show(ctx, problem.status(), "problem", problem.title(),
        Map.of("status", problem.status(), "text", problem.text(), "signIn", problem == Refusal.SIGN_IN_FIRST
            || problem == Refusal.SIGN_IN_STALE || problem == Refusal.SIGN_IN_REFUSED));
  }

  private static Problem problem(RoutingContext ctx) {
    return switch (ctx.failure()) {
      case Problem.Refused refused -> refused.problem();
      case StoreUnavailableException _ -> Refusal.STORE_DOWN;
      case PhotosUnavailableException _ -> Refusal.PHOTOS_DOWN;
      case HttpException http -> Problem.OfHttp.of(http.getStatusCode());
      case null, default -> Problem.OfHttp.of(ctx.statusCode());
    };
  }
}
