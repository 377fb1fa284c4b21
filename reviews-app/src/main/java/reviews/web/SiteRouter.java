package reviews.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import reviews.photos.PhotoId;
import reviews.photos.Photos;
import reviews.restaurants.Submission;
import reviews.settings.Secret;
import reviews.settings.SecretSetting;
import reviews.settings.Setting;
import reviews.settings.SiteSettings;
import reviews.signin.OpenIdProvider;
import reviews.upload.FormBody;
import reviews.upload.FormLimits;
import reviews.upload.UploadFolder;
import reviews.web.edge.Edge;
import reviews.web.edge.RateLimit;
import reviews.web.edge.SecurityHeaders;
import reviews.web.form.FormGuard;
import reviews.web.form.RestaurantForm;
import reviews.web.form.ReviewForm;
import reviews.web.problem.Problem;
import reviews.web.session.Sessions;
import reviews.web.session.Signer;

/** Which address is answered by what. The README's table is compared with these routes by a test. */
public final class SiteRouter {
  /** The largest body of a form without a photo, in bytes. */
  public static final int MOST_BODY = 32 * 1024;
  /** Above a photo's own limit, so that a photo somewhat too large is told as a fault of the form and the input kept. */
  private static final long MOST_WITH_PHOTO = 3 * Photos.MOST_BYTES;
  /** Where this one would be, the others are too. */
  private static final PhotoId ANY_PHOTO = new PhotoId("0".repeat(32) + ".jpg");
  private static final String MULTIPART = "multipart/form-data";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final List<Integer> ANSWERED = List.of(400, 404, 405, 406, 408, 413, 415, 417, 431, 500, 503);
  private static final int KEY_BYTES = 32;
  private static final Duration TEXT_WITHIN = Duration.ofSeconds(30);
  private static final Duration PHOTO_WITHIN = Duration.ofMinutes(2);

  private final Router router;
  private final SiteSettings settings;
  private final RateLimit writes;
  private final FormGuard forms;
  private final Access access;
  private final UploadFolder uploads;

  private SiteRouter(Router router, SiteSettings settings, RateLimit writes, FormGuard forms, Access access,
      UploadFolder uploads) {
    this.router = router;
    this.settings = settings;
    this.writes = writes;
    this.forms = forms;
    this.access = access;
    this.uploads = uploads;
  }

  /** Wires the pages; reads templates and pictures, so call it once and not on an event loop. */
  public static Router create(Vertx vertx, SiteSettings settings, Parts parts, Clock clock) {
    var edge = new Edge(settings.edge());
    var signer = new Signer(settings.secretKey().loaded().orElseGet(SiteRouter::keyOfThisProcess));
    var sessions = new Sessions(signer, clock, edge, parts.memory().endedSessions());
    var forms = new FormGuard(signer, sessions);
    var access = new Access(settings, sessions, forms);
    var assets = new Assets();
    var pages = new Pages(vertx, settings, assets, access);
    var site = new SiteRouter(Router.router(vertx), settings,
        new RateLimit(settings.edge().writesPerMinute(), edge, clock), forms, access, parts.uploads());
    Optional<SignIn> signIn = settings.signIn()
        .flatMap(wanted -> wanted.clientSecret().loaded().map(secret -> new OpenIdProvider(vertx, wanted, secret)))
        .map(provider -> new SignIn(provider, signer, sessions, edge, parts.memory().answeredSignIns(), clock, pages));
    if (!parts.telemetry().isEmpty()) {
      site.router.route().handler(new Watched(parts.telemetry(), clock));
    }
    site.begin(new ErrorPages(pages), new SecurityHeaders(edge, parts.photos().publicAddress(ANY_PHOTO)));
    site.routeEndpoints(parts, assets, edge);
    site.routePages(parts, pages, new Covers(parts.photos(), assets), edge, clock);
    site.routeSignIn(signIn);
    return site.router;
  }

  private void begin(ErrorPages errors, SecurityHeaders headers) {
    ANSWERED.forEach(status -> router.errorHandler(status, errors));
    router.route().handler(headers).failureHandler(errors);
    router.route().handler(SiteRouter::refuseUndecodable);
  }

  private void routeEndpoints(Parts parts, Assets assets, Edge edge) {
    get("/ping").handler(ctx -> ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain;charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end("pong\n"));
    get("/healthz").handler(new HealthEndpoint(settings, parts.health()));
    get("/api/config/check").handler(this::configCheck);
    get("/assets/:name").handler(assets);
    get("/photos/:id").handler(new PhotoFile(parts.photos(), edge));
  }

  private void routePages(Parts parts, Pages pages, Covers covers, Edge edge, Clock clock) {
    var restaurant = new RestaurantPage(parts, pages, covers, forms, access, clock);
    var newRestaurant = new NewRestaurantPage(parts.store(), pages, forms, access);
    get("/").handler(new HomePage(parts.store(), pages, covers));
    get("/restaurants/new").handler(newRestaurant);
    get("/restaurants/:id").handler(restaurant);
    get("/security").handler(new SecurityPage(parts.visits(), edge, pages));
    form("/restaurants", RestaurantForm.FIELDS, newRestaurant::add, true);
    form("/restaurants/:id/reviews", ReviewForm.FIELDS, restaurant::add, true);
    photoForm("/restaurants/:id/reviews", ReviewForm.FIELDS, restaurant::add);
  }

  private void routeSignIn(Optional<SignIn> signIn) {
    get("/sign-in").handler(writes).handler(ctx -> offered(signIn).begin(ctx));
    get("/sign-in/callback").handler(writes).handler(ctx -> offered(signIn).callback(ctx));
    get("/signed-out").handler(ctx -> offered(signIn).signedOut(ctx));
    form("/sign-out", FormGuard.FIELDS, (ctx, _) -> offered(signIn).signOut(ctx), false);
  }

  private SignIn offered(Optional<SignIn> signIn) {
    return signIn.orElseThrow(() -> settings.signIn().isEmpty()
        ? Problem.OfHttp.of(404).refused()
        : new Problem.Lacking(Setting.SIGN_IN_CLIENT_SECRET).refused());
  }

  private Route get(String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(Watched.as(path));
  }

  /**
   * Takes a form. What can be refused is refused before the body is read.
   *
   * @param fields what it may hold beside its token
   * @param adds whether only those may send it who may add something
   */
  private void form(String path, Set<String> fields, BiConsumer<RoutingContext, Submission> action, boolean adds) {
    router.post(path).handler(Watched.as(path)).handler(writes).handler(ctx -> {
      FormGuard.refuseForeign(ctx);
      if (adds) {
        access.obstacle(ctx).ifPresent(obstacle -> {
          throw obstacle.refused();
        });
      }
      ctx.next();
    });
    router.post(path).consumes(FORM).handler(new FormBody(new FormLimits(fields, "", MOST_BODY, MOST_BODY, TEXT_WITHIN),
        uploads)).handler(ctx -> action.accept(ctx, forms.check(ctx)));
  }

  /** The same form with a photo, which goes to a file as it comes; only a visitor who was shown a form may send one. */
  private void photoForm(String path, Set<String> fields, BiConsumer<RoutingContext, Submission> action) {
    router.post(path).consumes(MULTIPART).handler(ctx -> {
      forms.refuseStrangers(ctx);
      ctx.next();
    });
    router.post(path).consumes(MULTIPART)
        .handler(new FormBody(new FormLimits(fields, ReviewForm.PHOTO, MOST_BODY, MOST_WITH_PHOTO, PHOTO_WITHIN),
            uploads))
        .handler(ctx -> action.accept(ctx, forms.check(ctx)));
  }

  /** An address that cannot be decoded, or said twice, is the caller's fault; without this a page would stumble over it. */
  private static void refuseUndecodable(RoutingContext ctx) {
    if (ctx.request().headers().getAll(HttpHeaders.HOST).size() > 1) {
      ctx.fail(400);
      return;
    }
    try {
      ctx.normalizedPath();
      ctx.request().params();
    } catch (IllegalArgumentException e) {
      ctx.fail(400, e);
      return;
    }
    ctx.next();
  }

  private void configCheck(RoutingContext ctx) {
    var states = new JsonObject();
    settings.secrets().entrySet().stream().sorted(Map.Entry.comparingByKey())
        .forEach(entry -> states.put(entry.getKey().name(), entry.getValue().word()));
    var answer = new JsonObject().put("settings", states);
    if (settings.secrets().values().stream().anyMatch(state -> state instanceof SecretSetting.Unresolved)) {
      answer.put("help", SecretSetting.HELP);
    }
    ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end(answer.toBuffer());
  }

  /** Without the secret setting nothing is taken that this signs; {@link Access} sees to it. */
  private static Secret keyOfThisProcess() {
    var bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Secret(HexFormat.of().formatHex(bytes));
  }

  /** The browser fetches {@code address}, so that reloading sends nothing again. */
  static void seeOther(RoutingContext ctx, String address) {
    ctx.response().setStatusCode(303).putHeader(HttpHeaders.LOCATION, address)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end();
  }
}
