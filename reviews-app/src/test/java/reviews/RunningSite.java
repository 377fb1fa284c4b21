package reviews;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reviews.settings.SettingsException;
import reviews.settings.SiteSettings;

/** The site on a port of its own, and a visitor that talks to it over real HTTP. */
final class RunningSite implements AutoCloseable {
  static final String KEY = "a-test-key-of-a-decent-length-0123456789";
  private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");

  /** A form as a browser shows it: what must come back with it. */
  record Form(String cookie, String token) {}

  private final Vertx vertx = Vertx.vertx();
  private final Site site;
  private final WebClient client;

  private RunningSite(Map<String, String> environment, Clock clock) throws SettingsException, TimeoutException {
    this.site = within(Site.start(vertx, SiteSettings.from(environment, "0.0.0-test"), clock));
    this.client = WebClient.create(vertx, new WebClientOptions().setDefaultHost("127.0.0.1")
        .setDefaultPort(site.port()).setFollowRedirects(false));
  }

  /** An empty store, no samples, a good key; {@code changes} come on top, and an empty value removes one. */
  static RunningSite with(Path folder, Map<String, String> changes) throws SettingsException, TimeoutException {
    return with(folder, changes, Clock.systemUTC());
  }

  static RunningSite with(Path folder, Map<String, String> changes, Clock clock)
      throws SettingsException, TimeoutException {
    var environment = new HashMap<>(Map.of("PORT", "0", "HOST", "127.0.0.1", "SAMPLE_DATA", "false", "SECRET_KEY", KEY,
        "REVIEWS_STORE", folder.resolve("reviews.db").toString(), "REVIEWS_PHOTOS", folder.resolve("photos").toString(),
        "REVISION", "4f1c2ab", "WRITES_PER_MINUTE", "1000"));
    environment.putAll(changes);
    return new RunningSite(environment, clock);
  }

  int port() {
    return site.port();
  }

  int metricsPort() {
    return site.metricsPort().orElseThrow();
  }

  HttpRequest<Buffer> request(HttpMethod method, String path) {
    return client.request(method, path);
  }

  HttpResponse<Buffer> get(String path) throws TimeoutException {
    return within(client.get(path).send());
  }

  /** Opens the page and takes from it what its form needs. */
  Form form(String path) throws TimeoutException {
    HttpResponse<Buffer> page = get(path);
    return formIn(page, page.cookies().isEmpty() ? "" : cookie(page));
  }

  /** What the form of a page that was shown needs, with the visitor's cookie. */
  Form formIn(HttpResponse<Buffer> page, String cookie) {
    Matcher token = TOKEN.matcher(page.bodyAsString());
    if (!token.find()) {
      throw new AssertionError("no form on the page: " + page.statusCode());
    }
    return new Form(cookie, token.group(1));
  }

  /** A request to another server. */
  HttpRequest<Buffer> abroad(String address) {
    return client.getAbs(address);
  }

  HttpResponse<Buffer> post(String path, Form form, Map<String, String> fields) throws TimeoutException {
    MultiMap body = MultiMap.caseInsensitiveMultiMap().addAll(fields).set("token", form.token());
    return within(client.post(path).putHeader("Cookie", form.cookie()).sendForm(body));
  }

  /** Adds a restaurant through the form and answers its path. */
  String addRestaurant(String name) throws TimeoutException {
    var added = post("/restaurants", form("/restaurants/new"),
        Map.of("name", name, "cuisine", "italian", "address", "1 Street", "description", "Nice"));
    if (added.statusCode() != 303) {
      throw new AssertionError("not added: " + added.statusCode());
    }
    return location(added);
  }

  /** Where a 303 leads, without its query. */
  static String location(HttpResponse<Buffer> answer) {
    return Objects.requireNonNull(answer.getHeader("Location")).split("\\?", 2)[0];
  }

  /** The cookie as it is sent back. */
  static String cookie(HttpResponse<Buffer> answer) {
    return Objects.requireNonNull(answer.getHeader("Set-Cookie")).split(";", 2)[0];
  }

  static JsonObject json(HttpResponse<Buffer> answer) {
    return Objects.requireNonNull(answer.bodyAsJsonObject());
  }

  static <T> T within(Future<T> future) throws TimeoutException {
    return future.await(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws TimeoutException {
    client.close();
    within(site.stop());
    within(vertx.close());
  }
}
