package reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static reviews.RunningSite.within;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reviews.settings.SettingsException;

class SecurityPageTest {
  private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  private static final String SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 "
      + "(KHTML, like Gecko) Version/18.0 Safari/605.1.15";

  @TempDir
  Path folder;

  @Test
  void visits_are_counted_by_browser_system_and_country() throws SettingsException, TimeoutException {
    try (var site = RunningSite.with(folder, Map.of("COUNTRY_HEADER", "X-Country"))) {
      visit(site, HttpMethod.GET, FIREFOX, "no");
      visit(site, HttpMethod.GET, FIREFOX, "NO");
      visit(site, HttpMethod.HEAD, FIREFOX, "NO");
      String page = visit(site, HttpMethod.GET, SAFARI, "<script>").bodyAsString();
      assertThat(page).contains("<strong>3</strong> visits", "<caption>By browser</caption>",
          "Firefox</th><td><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"67 %\">",
          "Safari</th>", "Linux</th>", "macOS</th>", "Norway</th>").doesNotContain("<script");
      assertThat(page).contains("href=\"https://owasp.org/www-project-top-ten/\" rel=\"external noreferrer\"");
    }
  }

  @Test
  void a_country_that_a_visitor_claims_is_not_believed_unless_the_platform_tells_it()
      throws SettingsException, TimeoutException {
    try (var site = RunningSite.with(folder, Map.of())) {
      assertThat(visit(site, HttpMethod.GET, FIREFOX, "NO").bodyAsString()).contains("<strong>1</strong> visit ")
          .doesNotContain("Norway", "By country");
    }
  }

  @Test
  void without_its_store_the_page_still_leads_to_the_documents()
      throws SettingsException, TimeoutException, IOException {
    Path inTheWay = Files.writeString(folder.resolve("data"), "a file where the folder should be");
    try (var site = RunningSite.with(folder, Map.of("REVIEWS_STORE", inTheWay.resolve("x.db").toString()))) {
      var page = visit(site, HttpMethod.GET, FIREFOX, "");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.bodyAsString()).contains("Visits cannot be counted at the moment", "Cheat Sheet Series");
    }
  }

  private static HttpResponse<Buffer> visit(RunningSite site, HttpMethod method, String agent, String country)
      throws TimeoutException {
    return within(site.request(method, "/security").putHeader("User-Agent", agent).putHeader("X-Country", country)
        .send());
  }
}
