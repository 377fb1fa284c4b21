package reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static reviews.RunningSite.within;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reviews.RunningSite.Form;
import reviews.settings.SettingsException;

class SecurityTest {
  private static final Map<String, String> REVIEW = Map.of("author", "Ann", "stars", "4", "comment", "Good");

  @TempDir
  Path folder;

  private RunningSite site;
  private String restaurant = "";

  @BeforeEach
  void start() throws SettingsException, TimeoutException {
    site = RunningSite.with(folder, Map.of());
    restaurant = site.addRestaurant("Guarded");
  }

  @AfterEach
  void stop() throws TimeoutException {
    site.close();
  }

  @Test
  void every_answer_carries_the_security_headers() throws SettingsException, TimeoutException {
    var answers = new LinkedHashMap<String, HttpResponse<Buffer>>();
    for (String path : everyPath()) {
      answers.put(path, site.get(path));
    }
    for (String endpoint : Endpoints.all()) {
      if (endpoint.startsWith("POST ")) {
        answers.put(endpoint, site.post(path(endpoint), new Form("a=b", "forged"), Map.of()));
      }
    }
    answers.put("too large",
        site.post("/restaurants", site.form("/restaurants/new"), Map.of("name", "x".repeat(40_000))));
    answers.put("bad form", site.post("/restaurants", site.form("/restaurants/new"), Map.of("name", "x")));
    answers.put("DELETE /", within(site.request(HttpMethod.DELETE, "/").send()));
    assertThat(answers).hasSizeGreaterThan(20).allSatisfy((what, answer) -> {
      assertThat(answer.getHeader("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'",
          "form-action 'self'", "base-uri 'none'").doesNotContain("unsafe", "*", "http", "data:");
      assertThat(answer.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.getHeader("Referrer-Policy")).isEqualTo("same-origin");
      assertThat(answer.getHeader("X-Frame-Options")).isEqualTo("DENY");
      assertThat(answer.getHeader("Permissions-Policy")).contains("camera=()");
      assertThat(answer.getHeader("Strict-Transport-Security")).isNull();
      assertThat(answer.getHeader("Server")).isNull();
      assertThat(answer.getHeader("Content-Type")).as("a type with its characters")
          .matches("text/[a-z]+;charset=utf-8|application/(problem\\+)?json|image/svg\\+xml");
    });
  }

  @Test
  void no_page_holds_a_script_an_inline_style_or_anything_of_another_site() throws SettingsException, TimeoutException {
    for (String path : everyPath()) {
      assertThat(site.get(path).bodyAsString()).as(path).doesNotContain("<script", "<style", " style=", "javascript:")
          .doesNotContainPattern("\\son[a-z]+=")
          .doesNotContainPattern("(?:src|action|<link[^>]*href)=\"(?:https?:)?//");
    }
  }

  /** Every address that can be read, by walking the routes, and some that there are not. */
  private List<String> everyPath() throws SettingsException, TimeoutException {
    var paths = new ArrayList<>(List.of("/nowhere", "/restaurants/999", "/api/nothing", "/assets/nothing"));
    for (String endpoint : Endpoints.all()) {
      if (endpoint.startsWith("GET ")) {
        paths.add(path(endpoint));
      }
    }
    return paths;
  }

  private String path(String endpoint) {
    return endpoint.substring(endpoint.indexOf(' ') + 1).replace("/restaurants/{id}", restaurant)
        .replace("{name}", "site.css").replace("{id}", "0".repeat(32) + ".jpg");
  }

  @Test
  void behind_tls_cookies_are_secure_and_bound_to_the_host_and_browsers_stay_on_tls()
      throws SettingsException, TimeoutException {
    try (var behind = RunningSite.with(folder, Map.of("FORWARDED_HOPS", "1"))) {
      var page = within(behind.request(HttpMethod.GET, restaurant).putHeader("X-Forwarded-Proto", "https").send());
      assertThat(page.getHeader("Set-Cookie")).startsWith("__Host-session=").contains("Secure", "Path=/")
          .doesNotContain("Domain");
      assertThat(page.getHeader("Strict-Transport-Security")).isEqualTo("max-age=31536000");
      var form = behind.formIn(page, RunningSite.cookie(page));
      var plain = behind.post(restaurant + "/reviews", new Form(form.cookie().replace("__Host-", ""), form.token()),
          REVIEW);
      assertThat(plain.statusCode()).as("the cookie over plain HTTP is another one").isEqualTo(303);
    }
    var claimed = within(site.request(HttpMethod.GET, restaurant).putHeader("X-Forwarded-Proto", "https").send());
    assertThat(claimed.getHeader("Set-Cookie")).as("a visitor's own claim").startsWith("session=");
    assertThat(claimed.getHeader("Strict-Transport-Security")).isNull();
  }

  @Test
  void who_writes_too_often_waits_and_nobody_else_does() throws SettingsException, TimeoutException {
    var clock = new Hand();
    try (var busy = RunningSite.with(folder.resolve("busy"),
        Map.of("WRITES_PER_MINUTE", "3", "FORWARDED_HOPS", "1"), clock)) {
      for (int i = 0; i < 3; i++) {
        assertThat(from(busy, "9.9." + i + ".9, 198.51.100.7:4711").statusCode()).isEqualTo(303);
      }
      var refused = from(busy, "9.9.9.9, 198.51.100.7:4712");
      assertThat(refused.statusCode()).as("whatever the visitor writes in front").isEqualTo(429);
      assertThat(refused.getHeader("Retry-After")).isEqualTo("21");
      assertThat(refused.bodyAsString()).contains("One thing at a time", "Nothing was stored");
      assertThat(busy.get("/").statusCode()).as("reading").isEqualTo(200);
      assertThat(from(busy, "198.51.100.8:4711").statusCode()).as("another client").isEqualTo(303);
      for (String sameNetwork : List.of("[2001:db8:1:2::1]:1", "2001:db8:1:2::2", "[2001:db8:1:2:a::3]:9")) {
        assertThat(from(busy, sameNetwork).statusCode()).isEqualTo(303);
      }
      assertThat(from(busy, "[2001:db8:1:2:ffff::4]:1").statusCode()).as("one network of IPv6").isEqualTo(429);
      clock.forward(Duration.ofSeconds(21));
      assertThat(from(busy, "198.51.100.7:4711").statusCode()).as("after the wait").isEqualTo(303);
    }
  }

  private static HttpResponse<Buffer> from(RunningSite busy, String forwarded) throws TimeoutException {
    var form = busy.form("/restaurants/new");
    return within(busy.request(HttpMethod.POST, "/restaurants").putHeader("Cookie", form.cookie())
        .putHeader("X-Forwarded-For", forwarded).sendForm(MultiMap.caseInsensitiveMultiMap().addAll(
            Map.of("name", "N", "cuisine", "other", "address", "A", "description", "D", "token", form.token()))));
  }

  /** A clock that only the test moves. */
  private static final class Hand extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void forward(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void advertising_and_programs_are_refused() throws TimeoutException {
    var links = site.post(restaurant + "/reviews", site.form(restaurant),
        Map.of("author", "Ann", "stars", "4", "comment", "Buy at http://a.example and www.b.example"));
    assertThat(links.statusCode()).isEqualTo(422);
    assertThat(links.bodyAsString()).contains("at most one link", "Buy at http://a.example");
    var trapped = site.post(restaurant + "/reviews", site.form(restaurant),
        Map.of("author", "Ann", "stars", "4", "comment", "Good", "website", "http://spam.example"));
    assertThat(trapped.statusCode()).isEqualTo(403);
    assertThat(site.get(restaurant).bodyAsString()).contains("No reviews yet");
  }

  @Test
  void what_a_browser_says_to_come_from_another_site_is_refused() throws TimeoutException {
    var form = site.form(restaurant);
    for (String origin : List.of("cross-site", "same-site")) {
      var answer = within(site.request(HttpMethod.POST, restaurant + "/reviews").putHeader("Cookie", form.cookie())
          .putHeader("Sec-Fetch-Site", origin)
          .sendForm(MultiMap.caseInsensitiveMultiMap().addAll(REVIEW).set("token", form.token())));
      assertThat(answer.statusCode()).as(origin).isEqualTo(403);
    }
  }

  @Test
  void the_session_cookie_is_out_of_reach_of_scripts_and_other_sites() throws TimeoutException {
    assertThat(site.get(restaurant).getHeader("Set-Cookie")).containsIgnoringCase("HttpOnly")
        .contains("SameSite=Lax", "Path=/")
        .doesNotContain("Secure");
    assertThat(site.get("/").getHeader("Set-Cookie")).as("reading needs no session").isNull();
  }

  @Test
  void a_missing_forged_or_foreign_token_is_refused_and_nothing_is_stored() throws TimeoutException {
    Form mine = site.form(restaurant);
    Form theirs = site.form(restaurant);
    String flipped = mine.token().substring(0, mine.token().length() - 2) + "__";
    String[] cookie = mine.cookie().split("\\.", -1);
    for (Form form : List.of(new Form(mine.cookie(), ""), new Form(mine.cookie(), theirs.token()),
        new Form(mine.cookie(), flipped), new Form(mine.cookie(), "."), new Form(mine.cookie(), "a.b.c"),
        new Form("other=1", mine.token()), new Form("session=", mine.token()), new Form("session=a.b.c", mine.token()),
        new Form(cookie[0] + "." + "99999999999" + "." + cookie[2], mine.token()),
        new Form("session=AAAAAAAAAAAAAAAAAAAAAA." + cookie[1] + "." + cookie[2], mine.token()))) {
      var answer = site.post(restaurant + "/reviews", form, REVIEW);
      assertThat(answer.statusCode()).as(form.toString()).isEqualTo(403);
      assertThat(answer.bodyAsString()).contains("This form could not be accepted", "Nothing was stored");
    }
    var without = within(site.request(HttpMethod.POST, restaurant + "/reviews").putHeader("Cookie", mine.cookie())
        .sendForm(MultiMap.caseInsensitiveMultiMap().addAll(REVIEW)));
    assertThat(without.statusCode()).isEqualTo(403);
    assertThat(site.get(restaurant).bodyAsString()).contains("No reviews yet");
    assertThat(site.post(restaurant + "/reviews", mine, REVIEW).statusCode()).as("the genuine one").isEqualTo(303);
  }

  @Test
  void a_form_of_another_key_or_of_long_ago_is_refused() throws SettingsException, TimeoutException {
    Form form = site.form(restaurant);
    try (var rotated = RunningSite.with(folder, Map.of("SECRET_KEY", "another-key-another-key-another-key"));
        var later = RunningSite.with(folder, Map.of(), Clock.offset(Clock.systemUTC(), Duration.ofHours(13)))) {
      assertThat(rotated.post(restaurant + "/reviews", form, REVIEW).statusCode()).isEqualTo(403);
      assertThat(later.post(restaurant + "/reviews", form, REVIEW).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void a_second_page_does_not_spoil_the_form_of_the_first() throws TimeoutException {
    Form first = site.form(restaurant);
    var second = within(site.request(HttpMethod.GET, "/restaurants/new").putHeader("Cookie", first.cookie()).send());
    String renewed = RunningSite.cookie(second);
    assertThat(site.post(restaurant + "/reviews", new Form(renewed, first.token()), REVIEW).statusCode())
        .isEqualTo(303);
  }

  @Test
  void too_large_too_strange_and_malformed_requests_are_refused() throws TimeoutException {
    Form form = site.form("/restaurants/new");
    for (int size : new int[]{33_000, 300_000}) {
      var large = site.post("/restaurants", form, Map.of("name", "x".repeat(size)));
      assertThat(large.statusCode()).isEqualTo(413);
      assertThat(large.bodyAsString()).contains("too much at once");
    }
    var json = within(site.request(HttpMethod.POST, "/restaurants").putHeader("Content-Type", "application/json")
        .sendBuffer(Buffer.buffer("{}")));
    assertThat(json.statusCode()).isEqualTo(415);
    var upload = within(site.request(HttpMethod.POST, "/restaurants")
        .putHeader("Content-Type", "multipart/form-data; boundary=x").sendBuffer(Buffer.buffer("--x--")));
    assertThat(upload.statusCode()).isEqualTo(415);
    assertThat(within(site.request(HttpMethod.PUT, "/restaurants").send()).statusCode()).isEqualTo(405);
    assertThat(within(site.request(HttpMethod.POST, "/ping").send()).statusCode()).isEqualTo(405);
    for (String body : List.of("name=%zz", "%", "token=%C0%AF&&&=", "a".repeat(5000))) {
      var answer = within(site.request(HttpMethod.POST, "/restaurants").putHeader("Cookie", form.cookie())
          .putHeader("Content-Type", "application/x-www-form-urlencoded").sendBuffer(Buffer.buffer(body)));
      assertThat(answer.statusCode()).as(body).isBetween(400, 499);
    }
    assertThat(site.get("/?q=%zz").statusCode()).isEqualTo(400);
    assertThat(site.get("/%zz").statusCode()).isBetween(400, 499);
    assertThat(within(site.request(HttpMethod.GET, "/").putHeader("Host", List.of("a.example", "b.example")).send())
        .statusCode()).isEqualTo(400);
  }

  @Test
  void without_its_key_the_site_can_be_read_and_takes_no_forms() throws SettingsException, TimeoutException {
    for (String value : List.of("", "short", "@Microsoft.KeyVault(VaultName=v;SecretName=very-private)")) {
      try (var keyless = RunningSite.with(folder, Map.of("SECRET_KEY", value))) {
        assertThat(keyless.get("/").statusCode()).isEqualTo(200);
        var details = keyless.get(restaurant);
        assertThat(details.statusCode()).isEqualTo(200);
        assertThat(details.bodyAsString()).contains("missing the secret setting <code>SECRET_KEY</code>")
            .doesNotContain("<textarea", "very-private");
        assertThat(details.getHeader("Set-Cookie")).isNull();
        assertThat(keyless.get("/restaurants/new").statusCode()).isEqualTo(503);
        var refused = keyless.post("/restaurants", site.form("/restaurants/new"), Map.of("name", "x"));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.bodyAsString()).contains("Nothing can be added right now", "SECRET_KEY")
            .doesNotContain("very-private");
      }
    }
  }
}
