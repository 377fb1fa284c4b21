package reviews.web;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import reviews.restaurants.RestaurantStore;
import reviews.settings.SiteSettings;

/** Which address is answered by what. The README's table is compared with these routes by a test. */
public final class SiteRouter {
  /** The largest body of a form, in bytes. */
  public static final int MOST_BODY = 32 * 1024;
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final List<Integer> ANSWERED = List.of(400, 404, 405, 406, 413, 415, 431, 500);

  private final Router router;
  private final Optional<FormGuard> guard;

  private SiteRouter(Router router, Optional<FormGuard> guard) {
    this.router = router;
    this.guard = guard;
  }

  /** Wires the pages; reads templates and pictures, so call it once and not on an event loop. */
  public static Router create(Vertx vertx, SiteSettings settings, RestaurantStore store, Clock clock) {
    var site = new SiteRouter(Router.router(vertx),
        settings.secretKey().loaded().map(key -> new FormGuard(key, clock)));
    var assets = new Assets();
    site.route(settings, store, assets, new Pages(vertx, settings, assets), clock);
    return site.router;
  }

  private void route(SiteSettings settings, RestaurantStore store, Assets assets, Pages pages, Clock clock) {
    var errors = new ErrorPages(pages);
    ANSWERED.forEach(status -> router.errorHandler(status, errors));
    router.route().handler(new SecurityHeaders()).failureHandler(errors);
    router.route().handler(SiteRouter::refuseUndecodable);

    get("/ping").handler(ctx -> ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain;charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end("pong\n"));
    get("/healthz").handler(new HealthEndpoint(settings, store));
    get("/api/config/check").handler(ctx -> configCheck(ctx, settings));
    get("/assets/:name").handler(assets);

    var restaurant = new RestaurantPage(store, pages, guard, clock);
    var newRestaurant = new NewRestaurantPage(store, pages);
    get("/").handler(new HomePage(store, pages));
    get("/restaurants/new").handler(guarded(newRestaurant::show));
    get("/restaurants/:id").handler(restaurant);
    post("/restaurants", newRestaurant::add);
    post("/restaurants/:id/reviews", restaurant::add);
  }

  private Route get(String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  /** A form is refused before its body is read when the site has no key to check it with. */
  private void post(String path, BiConsumer<RoutingContext, FormGuard> action) {
    router.post(path).handler(guarded((ctx, _) -> ctx.next()));
    router.post(path).consumes(FORM).handler(BodyHandler.create(false).setBodyLimit(MOST_BODY))
        .handler(guarded(action));
  }

  private Handler<RoutingContext> guarded(BiConsumer<RoutingContext, FormGuard> action) {
    return ctx -> action.accept(ctx, guard.orElseThrow(() -> new Problem.FormsClosed().refused()));
  }

  /** An address that cannot be decoded is the caller's fault; without this a page would stumble over it. */
  private static void refuseUndecodable(RoutingContext ctx) {
    try {
      ctx.normalizedPath();
      ctx.request().params();
    } catch (IllegalArgumentException e) {
      ctx.fail(400, e);
      return;
    }
    ctx.next();
  }

  private static void configCheck(RoutingContext ctx, SiteSettings settings) {
    var states = new JsonObject();
    settings.secrets().forEach((setting, state) -> states.put(setting.name(), state.word()));
    ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end(new JsonObject().put("settings", states).toBuffer());
  }

  /** After a form was taken: the browser fetches {@code path}, so that reloading sends nothing again. */
  static void seeOther(RoutingContext ctx, String path) {
    ctx.response().setStatusCode(303).putHeader(HttpHeaders.LOCATION, path).end();
  }
}
