package reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static reviews.RunningSite.within;

import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reviews.settings.SettingsException;

class PagesTest {
  private static final String HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>";

  @TempDir
  Path folder;

  private RunningSite site;

  @BeforeEach
  void start() throws SettingsException, TimeoutException {
    site = RunningSite.with(folder, Map.of());
  }

  @AfterEach
  void stop() throws TimeoutException {
    site.close();
  }

  @Test
  void an_empty_site_invites_to_add_the_first_restaurant() throws TimeoutException {
    assertThat(site.get("/").bodyAsString()).contains("nobody has come yet", "Add the first restaurant")
        .contains("<code>4f1c2ab</code>", "<code>0.0.0-test</code>");
  }

  @Test
  void the_demo_begins_with_sample_restaurants_in_two_pages() throws SettingsException, TimeoutException {
    try (var demo = RunningSite.with(folder.resolve("demo"), Map.of("SAMPLE_DATA", "true"))) {
      assertThat(demo.get("/").bodyAsString()).contains("Hinoki Counter", "Page 1 of 2", "href=\"/?page=2\"",
          "aria-label=\"4.8 out of 5 stars\"");
      assertThat(demo.get("/?page=2").bodyAsString()).contains("The Paper Lantern", "No reviews yet", "Page 2 of 2");
      assertThat(demo.get("/?q=TIRAMISU&cuisine=italian").bodyAsString()).contains("Osteria Lucciola", "1 restaurant<")
          .doesNotContain("Hinoki");
      assertThat(demo.get("/?cuisine=italian&q=a+b&page=x").bodyAsString())
          .contains("href=\"/?q=a+b&amp;cuisine=cafe&amp;\"");
      assertThat(demo.get("/?q=zebra").bodyAsString()).contains("Nothing on the menu for that");
    }
  }

  @Test
  void a_restaurant_and_a_review_are_added_through_the_forms() throws TimeoutException {
    String path = site.addRestaurant("Trattoria  Test");
    assertThat(site.get(path).bodyAsString()).contains("<bdi>Trattoria Test</bdi>", "No reviews yet",
        "Yours would be the first");
    var added = site.post(path + "/reviews", site.form(path),
        Map.of("author", "Ann", "stars", "4", "comment", "Good\r\n\r\nbread"));
    assertThat(added.statusCode()).isEqualTo(303);
    assertThat(added.getHeader("Location")).matches(Pattern.quote(path) + "\\?added=(review-\\w+)#\\1");
    assertThat(site.get(path + "?added=review-0").bodyAsString()).contains("your review was added",
        "<p><bdi>Good</bdi></p><p><bdi>bread</bdi></p>", "aria-label=\"4 out of 5 stars\"", "<strong>4.0</strong>",
        "1 review<");
    assertThat(site.get("/").bodyAsString()).contains("Trattoria Test", "<strong>4.0</strong>");
  }

  @Test
  void a_form_sent_twice_is_stored_once_and_a_changed_one_again() throws TimeoutException {
    String path = site.addRestaurant("Once");
    var form = site.form(path);
    var review = Map.of("author", "Ann", "stars", "5", "comment", "Same");
    String first = site.post(path + "/reviews", form, review).getHeader("Location");
    assertThat(site.post(path + "/reviews", form, review).getHeader("Location")).isEqualTo(first);
    assertThat(site.get(path).bodyAsString()).contains("1 review<");
    site.post(path + "/reviews", form, Map.of("author", "Ann", "stars", "5", "comment", "Another"));
    assertThat(site.get(path).bodyAsString()).contains("2 reviews<");
  }

  @Test
  void the_thanks_stand_by_the_review_that_was_added() throws TimeoutException {
    String path = site.addRestaurant("Thankful");
    site.post(path + "/reviews", site.form(path), Map.of("author", "Ann", "stars", "4", "comment", "First"));
    var added = site.post(path + "/reviews", site.form(path), Map.of("author", "Ben", "stars", "5", "comment", "Mine"));
    String[] where = Objects.requireNonNull(added.getHeader("Location")).split("#", 2);
    String page = page(where[0]);
    assertThat(page.split("your review was added", -1)).hasSize(2);
    assertThat(page).containsSubsequence("id=\"" + where[1] + "\"", "your review was added", "Mine", "First");
    assertThat(site.get(path).bodyAsString()).doesNotContain("your review was added");
    assertThat(site.get(path + "?added=%22%3E%3Cscript%3E").bodyAsString()).doesNotContain("was added", "<script");
  }

  @Test
  void restaurants_of_one_cuisine_have_different_pictures_that_stay() throws TimeoutException {
    for (int i = 1; i <= 3; i++) {
      site.addRestaurant("Trattoria " + i);
    }
    var pictures = pictures(page("/"));
    assertThat(pictures).hasSize(3).doesNotHaveDuplicates().allSatisfy(picture -> {
      assertThat(picture).startsWith("/assets/italian");
      assertThat(site.get(picture).getHeader("Content-Type")).isEqualTo("image/svg+xml");
    });
    assertThat(pictures(page("/"))).isEqualTo(pictures);
  }

  private String page(String path) throws TimeoutException {
    return Objects.requireNonNull(site.get(path).bodyAsString());
  }

  private static List<String> pictures(String home) {
    return Pattern.compile("<li class=\"card\">\\s*<img src=\"([^\"]+)\"").matcher(home).results()
        .map(found -> found.group(1)).toList();
  }

  @Test
  void the_foot_names_revision_and_instance_only_where_they_are_known() throws SettingsException, TimeoutException {
    assertThat(site.get("/").bodyAsString()).contains("<dt>revision</dt>", "<dt>version</dt>")
        .doesNotContain("<dt>instance</dt>", ">unknown<");
    try (RunningSite elsewhere = RunningSite.with(folder.resolve("elsewhere"),
        Map.of("REVISION", "", "WEBSITE_INSTANCE_ID", "0a1b2c"))) {
      assertThat(elsewhere.get("/").bodyAsString()).contains("<dt>instance</dt><dd><code>0a1b2c</code>")
          .doesNotContain("<dt>revision</dt>", ">unknown<");
    }
  }

  @Test
  void markup_in_any_field_is_shown_as_text_everywhere() throws TimeoutException {
    var restaurant = site.post("/restaurants", site.form("/restaurants/new"),
        Map.of("name", HOSTILE, "cuisine", "other", "address", HOSTILE, "description", HOSTILE));
    String path = RunningSite.location(restaurant);
    site.post(path + "/reviews", site.form(path), Map.of("author", "<b>Ann</b>", "stars", "1", "comment", HOSTILE));
    var badForm = site.post(path + "/reviews", site.form(path), Map.of("author", HOSTILE, "comment", HOSTILE));
    String search = site.get("/?q=%22%3E%3Cscript%3Ealert(3)%3C/script%3E").bodyAsString();
    for (String page : new String[]{site.get("/").bodyAsString(), site.get(path).bodyAsString(),
        badForm.bodyAsString(), search}) {
      assertThat(page).doesNotContain("<script", "<img src=x", "<b>Ann").contains("&lt;script&gt;alert(");
    }
  }

  @Test
  void a_bad_restaurant_is_shown_again_with_its_faults_and_the_input_kept() throws TimeoutException {
    var answer = site.post("/restaurants", site.form("/restaurants/new"),
        Map.of("name", "N".repeat(81), "cuisine", "klingon", "address", "Kept Street 5", "description", "  "));
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.bodyAsString()).contains("<title>Please check", "role=\"alert\"",
        "The name has 81 characters; at most 80 fit.", "Choose a cuisine.", "Enter the description.",
        "value=\"Kept Street 5\"", "N".repeat(81), "aria-invalid=\"true\" aria-describedby=\"name-fault\"",
        "aria-describedby=\"description-hint description-fault\"").doesNotContain("Address is empty");
    assertThat(site.get("/").bodyAsString()).contains("nobody has come yet");
  }

  @Test
  void a_bad_review_is_shown_again_with_its_faults_and_the_input_kept() throws TimeoutException {
    String path = site.addRestaurant("Strict");
    for (String stars : new String[]{"", "0", "6", "4.5", "five", "-1"}) {
      var answer = site.post(path + "/reviews", site.form(path),
          Map.of("author", "Kept Ann", "stars", stars, "comment", "Kept words"));
      assertThat(answer.statusCode()).as(stars).isEqualTo(422);
      assertThat(answer.bodyAsString()).contains("Choose a rating.", "value=\"Kept Ann\"",
          ">Kept words</textarea>");
    }
    var answer = site.post(path + "/reviews", site.form(path), Map.of("author", "", "stars", "3", "comment", ""));
    assertThat(answer.bodyAsString()).contains("Enter your name.", "Enter your review.",
        "value=\"3\" required checked");
    assertThat(site.get(path).bodyAsString()).contains("No reviews yet");
  }

  @Test
  void unknown_restaurants_and_pages_are_404_pages() throws TimeoutException {
    for (String path : new String[]{"/restaurants/999", "/restaurants/abc", "/restaurants/%3Cscript%3E", "/nowhere",
        "/assets/nothing.css", "/assets/..%2Fsample-data.json", "/restaurants/1/reviews/2"}) {
      var answer = site.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.getHeader("Content-Type")).startsWith("text/html");
      assertThat(answer.bodyAsString()).contains("Error 404", "See all restaurants").doesNotContain("<script");
    }
    var form = site.form("/restaurants/new");
    assertThat(site.post("/restaurants/999/reviews", form, Map.of("author", "a", "stars", "3", "comment", "c"))
        .statusCode()).isEqualTo(404);
    var api = site.get("/api/nothing");
    assertThat(api.statusCode()).isEqualTo(404);
    assertThat(api.getHeader("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void page_numbers_that_make_no_sense_show_a_page_all_the_same() throws TimeoutException {
    String path = site.addRestaurant("Paged");
    for (String page : new String[]{"0", "-1", "99999999999", "x", "%00", "9999999"}) {
      assertThat(site.get("/?page=" + page).statusCode()).as(page).isEqualTo(200);
      assertThat(site.get(path + "?page=" + page).statusCode()).as(page).isEqualTo(200);
    }
  }

  @Test
  void a_head_request_answers_like_a_get_without_its_body() throws TimeoutException {
    for (String path : new String[]{"/", "/ping", "/healthz", "/assets/site.css"}) {
      var head = within(site.request(HttpMethod.HEAD, path).send());
      assertThat(head.statusCode()).as(path).isEqualTo(200);
      assertThat(head.body()).isNull();
    }
  }

  @Test
  void assets_named_with_their_hash_are_kept_by_browsers_for_ever() throws TimeoutException {
    var matcher = Pattern.compile("/assets/site\\.css\\?v=[0-9a-f]+").matcher(site.get("/").bodyAsString());
    assertThat(matcher.find()).isTrue();
    var css = site.get(matcher.group());
    assertThat(css.getHeader("Content-Type")).isEqualTo("text/css;charset=utf-8");
    assertThat(css.getHeader("Cache-Control")).contains("immutable");
    assertThat(site.get("/assets/site.css?v=old").getHeader("Cache-Control")).isEqualTo("no-cache");
    assertThat(site.get("/assets/italian.svg").getHeader("Content-Type")).isEqualTo("image/svg+xml");
  }
}
