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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reviews.RunningSite.Form;
import reviews.settings.BadSettings;

class SecurityTest {
  private static final Map<String, String> REVIEW = Map.of("author", "Ann", "stars", "4", "comment", "Good");

  @TempDir
  Path folder;

  private RunningSite site;
  private String restaurant = "";

  @BeforeEach
  void start() throws BadSettings, TimeoutException {
    site = RunningSite.with(folder, Map.of());
    restaurant = site.addRestaurant("Guarded");
  }

  @AfterEach
  void stop() throws TimeoutException {
    site.close();
  }

  @Test
  void every_answer_carries_the_security_headers() throws TimeoutException {
    var answers = new ArrayList<HttpResponse<Buffer>>();
    for (String path : List.of("/", restaurant, "/restaurants/new", "/restaurants/999", "/nowhere", "/ping", "/healthz",
        "/api/config/check", "/api/nothing", "/assets/site.css", "/assets/nothing")) {
      answers.add(site.get(path));
    }
    answers.add(site.post("/restaurants", new Form("a=b", "forged"), Map.of()));
    answers.add(site.post("/restaurants", site.form("/restaurants/new"), Map.of("name", "x".repeat(40_000))));
    answers.add(within(site.request(HttpMethod.DELETE, "/").send()));
    assertThat(answers).allSatisfy(answer -> {
      assertThat(answer.getHeader("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'",
          "form-action 'self'", "base-uri 'none'").doesNotContain("unsafe", "*");
      assertThat(answer.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.getHeader("Referrer-Policy")).isEqualTo("same-origin");
      assertThat(answer.getHeader("X-Frame-Options")).isEqualTo("DENY");
      assertThat(answer.getHeader("Strict-Transport-Security")).isNull();
    });
  }

  @Test
  void no_page_holds_a_script_or_an_inline_style() throws TimeoutException {
    for (String path : List.of("/", restaurant, "/restaurants/new", "/nowhere")) {
      assertThat(site.get(path).bodyAsString()).as(path).doesNotContain("<script", "<style", " style=", "javascript:")
          .doesNotContainPattern("\\son[a-z]+=");
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
  void a_form_of_another_key_or_of_long_ago_is_refused() throws BadSettings, TimeoutException {
    Form form = site.form(restaurant);
    try (var rotated = RunningSite.with(folder, Map.of("SECRET_KEY", "another-key"));
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
  }

  @Test
  void without_its_key_the_site_can_be_read_and_takes_no_forms() throws BadSettings, TimeoutException {
    for (String value : List.of("", "@Microsoft.KeyVault(VaultName=v;SecretName=very-private)")) {
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
