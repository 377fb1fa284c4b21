package reviews.visits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisitTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
          + " Edg/142.0.0.0 | EDGE | WINDOWS",
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 | CHROME | LINUX",
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15"
          + " | SAFARI | MACOS",
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/133.0"
          + " Mobile/15E148 Safari/605.1.15 | FIREFOX | IOS",
      "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0"
          + " Mobile Safari/537.36 | SAMSUNG | ANDROID",
      "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
          + " | CHROME | CHROMEOS",
      "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) | BOT | OTHER",
      "curl/8.5.0 | BOT | OTHER",
      "something new | OTHER | OTHER", "'' | OTHER | OTHER"})
  void a_browser_and_its_system_are_known_by_what_they_say(String userAgent, Browser browser, OperatingSystem system) {
    assertThat(Visit.of(userAgent, "")).isEqualTo(new Visit(browser, system, Optional.empty()));
  }

  @Test
  void only_real_countries_are_counted_and_a_header_of_any_length_is_borne() {
    assertThat(Country.parse(" fi ")).contains(new Country("FI"));
    assertThat(new Country("FI").label()).isEqualTo("Finland");
    for (String other : List.of("", "XX", "Finland", "F1", "<script>", "T1")) {
      assertThat(Country.parse(other)).as(other).isEmpty();
    }
    assertThat(Visit.of("x".repeat(1_000_000) + "firefox/", "SE").tallies()).containsExactly(
        new Tally("browser", "other"), new Tally("system", "other"), new Tally("country", "SE"));
  }
}
