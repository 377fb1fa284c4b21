package reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static reviews.RunningSite.within;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reviews.RunningSite.Form;
import reviews.settings.SettingsException;

/** Signing in against a real OpenID server, which checks PKCE and redeems a code once. */
class SignInTest {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String ISSUER = TENANT + "/v2.0";
  private static final String CLIENT = "reviews-client";
  private static final Map<String, String> REVIEW = Map.of("author", "Ann", "stars", "4", "comment", "Good");
  private static final MockOAuth2Server PROVIDER = new MockOAuth2Server();

  /** A visitor's browser on its way back from the provider: where to, and with which cookie. */
  private record Way(String path, String cookie) {}

  @TempDir
  Path folder;

  private RunningSite site;

  @BeforeAll
  static void startProvider() {
    PROVIDER.start(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterAll
  static void stopProvider() {
    PROVIDER.shutdown();
  }

  @BeforeEach
  void start() throws SettingsException, TimeoutException {
    site = RunningSite.with(folder, settings());
  }

  @AfterEach
  void stop() throws TimeoutException {
    site.close();
  }

  private static Map<String, String> settings() {
    String provider = PROVIDER.baseUrl().toString();
    return settings(provider.substring(0, provider.length() - 1));
  }

  private static Map<String, String> settings(String authority) {
    return Map.of("SIGN_IN_TENANT_ID", TENANT, "SIGN_IN_CLIENT_ID", CLIENT, "SIGN_IN_CLIENT_SECRET", "provider-secret",
        "SIGN_IN_AUTHORITY", authority, "SITE_URL", "http://localhost:1");
  }

  @Test
  void a_visitor_signs_in_adds_a_review_and_signs_out() throws TimeoutException {
    String session = signIn("/restaurants/new", token(Map.of()));
    var page = get("/restaurants/new", session);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.bodyAsString()).contains("Ada Lovelace", "Sign out");
    var added = site.post("/restaurants", site.formIn(page, session),
        Map.of("name", "Members", "cuisine", "italian", "address", "1 Street", "description", "Nice"));
    String restaurant = RunningSite.location(added);
    var form = get(restaurant, session);
    assertThat(form.bodyAsString()).contains("As <strong><bdi>Ada Lovelace</bdi>").doesNotContain("name=\"author\"");
    assertThat(site.post(restaurant + "/reviews", site.formIn(form, session), REVIEW).statusCode()).isEqualTo(303);
    assertThat(site.get(restaurant).bodyAsString()).as("nobody signs for another")
        .contains("<bdi>Ada Lovelace</bdi></strong> <time").doesNotContain("<bdi>Ann</bdi>");

    var out = site.post("/sign-out", site.formIn(form, session), Map.of());
    assertThat(out.getHeader("Location")).isEqualTo("/signed-out");
    assertThat(out.getHeader("Set-Cookie")).startsWith("session=;").contains("Max-Age=0");
    assertThat(site.get("/signed-out").bodyAsString()).contains("You are signed out",
        "href=\"" + PROVIDER.endSessionEndpointUrl(ISSUER) + "\"");
    assertThat(site.post(restaurant + "/reviews", site.formIn(form, session), Map.of("author", "B", "stars", "1",
        "comment", "Replayed")).statusCode()).as("a copy of the ended session").isEqualTo(403);
    assertThat(get(restaurant, session).bodyAsString()).contains("Sign in to write one").doesNotContain("Replayed",
        "Sign out");
  }

  @Test
  void the_browser_is_sent_with_state_nonce_and_a_hashed_verifier_and_never_holds_a_secret() throws TimeoutException {
    var begun = site.get("/sign-in?to=/restaurants/7%23write");
    assertThat(begun.statusCode()).isEqualTo(303);
    assertThat(begun.getHeader("Location")).startsWith(PROVIDER.authorizationEndpointUrl(ISSUER).toString())
        .contains("response_type=code", "client_id=" + CLIENT, "code_challenge_method=S256", "scope=openid")
        .containsPattern("[?&]state=[\\w-]{20,}").containsPattern("[?&]nonce=[\\w-]{20,}")
        .containsPattern("[?&]code_challenge=[\\w-]{43}(&|$)").doesNotContain("provider-secret");
    assertThat(begun.getHeader("Set-Cookie")).startsWith("sign-in=").containsIgnoringCase("HttpOnly")
        .contains("SameSite=Lax", "Path=/");
    var other = site.get("/sign-in");
    assertThat(query(other, "state")).isNotEqualTo(query(begun, "state"));
    assertThat(query(other, "nonce")).isNotEqualTo(query(begun, "nonce"));
  }

  @Test
  void only_who_is_signed_in_can_add() throws TimeoutException {
    assertThat(site.get("/restaurants/new").getHeader("Location")).isEqualTo("/sign-in?to=/restaurants/new");
    var refused = site.post("/restaurants", new Form("session=a.b.c", "x"), Map.of("name", "N"));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.bodyAsString()).contains("Please sign in first", "href=\"/sign-in\"");
    assertThat(site.get("/").bodyAsString()).contains("nobody has come yet", "href=\"/sign-in\"");
  }

  @Test
  void a_wrong_state_a_foreign_browser_and_a_second_use_are_refused() throws TimeoutException {
    PROVIDER.enqueueCallback(token(Map.of()));
    Way way = leave("/");
    assertThat(get(way.path().replaceAll("state=[^&]+", "state=forged"), way.cookie()).statusCode()).isEqualTo(400);
    assertThat(get(way.path(), "other=1").statusCode()).as("begun in another browser").isEqualTo(400);
    assertThat(get(way.path(), way.cookie() + "x").statusCode()).as("a forged cookie").isEqualTo(400);
    assertThat(get(way.path(), way.cookie()).statusCode()).as("the genuine one").isEqualTo(303);
    var again = get(way.path(), way.cookie());
    assertThat(again.statusCode()).as("replayed").isEqualTo(400);
    assertThat(again.bodyAsString()).contains("was used before");
    assertThat(again.cookies()).noneMatch(cookie -> cookie.startsWith("session="));
  }

  @Test
  void a_code_that_belongs_to_another_sign_in_is_refused_by_its_verifier() throws TimeoutException {
    Way victim = leave("/");
    Way attacker = leave("/");
    String code = Objects.requireNonNull(URI.create(victim.path()).getQuery().replaceAll(".*code=([^&]+).*", "$1"));
    var answer = get(attacker.path().replaceAll("code=[^&]+", "code=" + code), attacker.cookie());
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.cookies()).noneMatch(cookie -> cookie.startsWith("session="));
  }

  @Test
  void a_token_with_a_wrong_nonce_tenant_issuer_or_audience_is_refused() throws TimeoutException {
    var bad = new LinkedHashMap<String, DefaultOAuth2TokenCallback>();
    bad.put("nonce", token(Map.of("nonce", "another")));
    bad.put("tenant", token(Map.of("tid", "99999999-2222-3333-4444-555555555555")));
    bad.put("issuer", token(Map.of("iss", "https://login.microsoftonline.com/other/v2.0")));
    bad.put("audience", token(Map.of("aud", "another-app")));
    for (var token : bad.entrySet()) {
      PROVIDER.enqueueCallback(token.getValue());
      Way way = leave("/");
      var answer = get(way.path(), way.cookie());
      assertThat(answer.statusCode()).as(token.getKey()).isEqualTo(403);
      assertThat(answer.bodyAsString()).contains("You were not signed in").doesNotContain("another", "Exception");
      assertThat(answer.cookies()).noneMatch(cookie -> cookie.startsWith("session="));
    }
  }

  @Test
  void an_expired_token_is_refused() throws SettingsException, TimeoutException {
    Vertx vertx = Vertx.vertx();
    try {
      site.close();
      site = RunningSite.with(folder, settings("http://localhost:" + optimisticProxy(vertx)));
      for (long seconds : new long[]{-600, 600}) {
        PROVIDER.enqueueCallback(new DefaultOAuth2TokenCallback(ISSUER, "ada", "JWT", List.of(CLIENT),
            claims(Map.of()), seconds));
        Way way = leave("/");
        assertThat(get(way.path(), way.cookie()).statusCode()).isEqualTo(seconds < 0 ? 403 : 303);
      }
    } finally {
      within(vertx.close());
    }
  }

  /** Stands before the provider, and says of every answer that it lasts; only the token itself tells otherwise. */
  private static int optimisticProxy(Vertx vertx) throws TimeoutException {
    var client = WebClient.create(vertx, new WebClientOptions().setFollowRedirects(false));
    var provider = SocketAddress.inetSocketAddress(PROVIDER.baseUrl().port(), "127.0.0.1");
    return within(vertx.createHttpServer().requestHandler(request -> request.body()
        .compose(body -> client.requestAbs(request.method(), provider, request.absoluteURI())
            .putHeader("Content-Type", String.valueOf(request.getHeader("Content-Type"))).sendBuffer(body))
        .onSuccess(answer -> {
          request.response().setStatusCode(answer.statusCode());
          for (String header : List.of("Content-Type", "Location")) {
            Optional.ofNullable(answer.getHeader(header)).ifPresent(text -> request.response().putHeader(header, text));
          }
          request.response().end(String.valueOf(answer.bodyAsString()).replaceAll("\"expires_in\" ?: ?-?\\d+",
              "\"expires_in\":60"));
        })).listen(0, "127.0.0.1")).actualPort();
  }

  @Test
  void a_cancelled_sign_in_and_an_answer_of_another_provider_are_refused() throws TimeoutException {
    Way cancelled = leave("/");
    String state = cancelled.path().replaceAll(".*(state=[^&]+).*", "$1");
    var answer = get("/sign-in/callback?error=access_denied&error_description=%3Cscript%3E&" + state,
        cancelled.cookie());
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.bodyAsString()).doesNotContain("<script", "access_denied");
    Way mixed = leave("/");
    assertThat(get(mixed.path() + "&iss=https://evil.example", mixed.cookie()).statusCode()).isEqualTo(403);
  }

  @Test
  void nobody_is_sent_to_another_site_after_signing_in() throws TimeoutException {
    for (String to : List.of("https://evil.example/", "//evil.example", "/\\evil.example", "/sign-in",
        "/restaurants/1%0d%0aSet-Cookie:%20a=b", "javascript:alert(1)")) {
      PROVIDER.enqueueCallback(token(Map.of()));
      Way way = leave(to);
      assertThat(get(way.path(), way.cookie()).getHeader("Location")).as(to).isEqualTo("/");
    }
  }

  @Test
  void a_name_with_markup_is_shown_as_text_and_one_that_cannot_be_shown_is_left_out() throws TimeoutException {
    String session = signIn("/", token(Map.of("name", "<script>alert(1)</script>")));
    assertThat(get("/", session).bodyAsString()).contains("&lt;script&gt;").doesNotContain("<script");
    session = signIn("/", token(Map.of("name", "evil\u202E")));
    assertThat(get("/", session).bodyAsString()).contains("<bdi>Guest</bdi>");
  }

  @Test
  void a_session_ends_by_itself_and_one_of_another_key_is_none() throws SettingsException, TimeoutException {
    String session = signIn("/", token(Map.of()));
    var rotated = new HashMap<>(settings());
    rotated.put("SECRET_KEY", "another-key-another-key-another-key");
    try (var later = RunningSite.with(folder, settings(), Clock.offset(Clock.systemUTC(), Duration.ofHours(13)));
        var other = RunningSite.with(folder, rotated)) {
      for (RunningSite strange : List.of(later, other)) {
        var page = within(strange.request(HttpMethod.GET, "/").putHeader("Cookie", session).send());
        assertThat(page.bodyAsString()).doesNotContain("Ada Lovelace").contains("href=\"/sign-in\"");
      }
    }
  }

  private static DefaultOAuth2TokenCallback token(Map<String, Object> changes) {
    return new DefaultOAuth2TokenCallback(ISSUER, "ada", "JWT", List.of(CLIENT), claims(changes), 3600);
  }

  private static Map<String, Object> claims(Map<String, Object> changes) {
    var claims = new HashMap<String, Object>(Map.of("tid", TENANT, "name", "Ada Lovelace"));
    claims.putAll(changes);
    return claims;
  }

  /** Goes to the provider and signs in there; stops before the site hears of it. */
  private Way leave(String to) throws TimeoutException {
    var begun = site.get("/sign-in?to=" + to);
    var back = within(site.abroad(Objects.requireNonNull(begun.getHeader("Location"))).send());
    assertThat(back.statusCode()).isEqualTo(302);
    String address = Objects.requireNonNull(back.getHeader("Location"));
    assertThat(address).startsWith("http://localhost:1/sign-in/callback?");
    return new Way(address.substring("http://localhost:1".length()), RunningSite.cookie(begun));
  }

  /** The session cookie after signing in, with the page that was asked for before. */
  private String signIn(String to, DefaultOAuth2TokenCallback token) throws TimeoutException {
    PROVIDER.enqueueCallback(token);
    Way way = leave(to);
    var answer = get(way.path(), way.cookie());
    assertThat(answer.getHeader("Location")).isEqualTo(to);
    return answer.cookies().stream().filter(cookie -> cookie.startsWith("session=")).findFirst().orElseThrow()
        .split(";", 2)[0];
  }

  private HttpResponse<Buffer> get(String path, String cookie) throws TimeoutException {
    return within(site.request(HttpMethod.GET, path).putHeader("Cookie", cookie).send());
  }

  private static String query(HttpResponse<Buffer> answer, String name) {
    var matcher = Pattern.compile("[?&]" + name + "=([^&]+)").matcher(answer.getHeader("Location"));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
