package reviews;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;
import reviews.settings.SettingsException;

/** The site as people use it: in a real browser, by keyboard, on a phone and on a desk, in light and dark. */
class SiteInBrowser {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final int MOST_TABS = 120;

  @TempDir
  static Path folder;

  private static Optional<Chromium> chromium = Optional.empty();
  private static Optional<RunningSite> demo = Optional.empty();

  @BeforeAll
  static void start() throws SettingsException, TimeoutException {
    Optional<Path> program = Chromium.program();
    if (program.isEmpty()) {
      System.out.println("browser tests: skipped, since this machine has no Chromium (apt-get install chromium)");
      Assumptions.abort("no Chromium");
    }
    chromium = program.map(Chromium::start);
    demo = Optional.of(RunningSite.with(folder.resolve("demo"), Map.of("SAMPLE_DATA", "true")));
  }

  @AfterAll
  static void stop() throws TimeoutException {
    if (demo.isPresent()) {
      demo.get().close();
    }
    chromium.ifPresent(Chromium::close);
  }

  @Test
  void a_restaurant_and_a_review_with_a_photo_are_added_by_keyboard_alone() throws IOException {
    Path photo = Files.write(folder.resolve("dinner.jpg"), Pictures.picture("jpg", 900, 600));
    try (BrowserContext visitor = chromium().visitor(Chromium.Look.DESK_LIGHT)) {
      Page page = open(visitor, "/");
      page.keyboard().press("Tab");
      assertThat(focused(page, ".skip")).as("the first stop leads to the content").isTrue();
      tabTo(page, "a[href='/restaurants/new']");
      page.keyboard().press("Enter");
      page.waitForURL("**/restaurants/new");
      type(page, "#name", "Keyboard Kitchen");
      tabTo(page, "#cuisine");
      page.keyboard().type("Indian");
      type(page, "#address", "1 Tab Street");
      type(page, "#description", "Reached without a mouse.");
      tabTo(page, "main button[type=submit]");
      page.keyboard().press("Enter");
      page.waitForURL("**/restaurants/*added=restaurant");
      assertThat(page.locator("h1").textContent()).isEqualTo("Keyboard Kitchen");
      assertThat(page.locator("[role=status]").textContent()).contains("the restaurant was added");

      type(page, "#author", "Kay");
      tabTo(page, "input[name=stars]");
      page.keyboard().press("Space");
      for (int i = 0; i < 3; i++) {
        page.keyboard().press("ArrowRight");
      }
      type(page, "#comment", "Four stars, and the photo proves it.");
      tabTo(page, "#photo");
      page.setInputFiles("#photo", photo); // what follows is the system's own dialog, which is not there to be driven
      tabTo(page, "#write button[type=submit]");
      page.keyboard().press("Enter");
      page.waitForURL("**added=review-**");
      assertThat(page.locator(".review .stars").first().getAttribute("aria-label")).isEqualTo("4 out of 5 stars");
      page.locator(".photo img").scrollIntoViewIfNeeded();
      page.waitForFunction("() => document.querySelector('.photo img').naturalWidth > 0");
      assertThat(page.locator(".photo img").getAttribute("alt")).contains("Photo by Kay", "Keyboard Kitchen");
      Chromium.picture(page, "added-by-keyboard");
    }
  }

  @Test
  void wrong_input_is_named_kept_and_led_to() {
    try (BrowserContext visitor = chromium().visitor(Chromium.Look.PHONE_LIGHT)) {
      Page page = open(visitor, "/restaurants/1");
      page.fill("#comment", "Only this was written.");
      page.locator("#write button[type=submit]").click();
      page.waitForSelector("#faults");
      assertThat(page.title()).startsWith("Please check");
      assertThat(page.locator("#faults li").allTextContents()).containsExactly("Enter your name.",
          "Choose a rating.");
      assertThat(page.inputValue("#comment")).isEqualTo("Only this was written.");
      page.locator("#faults a").first().focus();
      page.keyboard().press("Enter");
      assertThat(focused(page, "#author")).isTrue();
      assertThat(page.locator("#author").getAttribute("aria-invalid")).isEqualTo("true");
    }
  }

  @Test
  void the_thanks_for_a_review_are_seen_where_the_page_jumps_to() throws SettingsException, TimeoutException {
    try (RunningSite site = RunningSite.with(folder.resolve("thanks"), Map.of("SAMPLE_DATA", "true"));
        BrowserContext visitor = chromium().visitor(Chromium.Look.PHONE_LIGHT)) {
      Page page = visitor.newPage();
      page.navigate("http://127.0.0.1:" + site.port() + "/restaurants/1");
      page.fill("#author", "Kay");
      page.locator("input[name=stars][value='4']").check();
      page.fill("#comment", "Seen at once.");
      page.locator("#write button[type=submit]").click();
      page.waitForURL("**added=review-**");
      page.waitForFunction("() => window.scrollY > 0");
      assertThat(page.locator(".thanks").textContent()).contains("your review was added");
      assertThat(inView(page, ".thanks")).isTrue();
      assertThat(inView(page, ".review:target .by")).isTrue();
    }
  }

  @Test
  void on_a_phone_the_brand_is_one_line_and_the_form_one_tap_away() {
    try (BrowserContext visitor = chromium().visitor(Chromium.Look.PHONE_LIGHT)) {
      Page page = open(visitor, "/restaurants/1");
      assertThat(lines(page, ".brand span")).isEqualTo(1);
      assertThat(inView(page, ".jump a")).isTrue();
      page.locator(".jump a").click();
      page.waitForURL("**#write");
      page.waitForFunction("() => window.scrollY > 0");
      assertThat(inView(page, "#author")).isTrue();
      Object order = page.evaluate("() => document.querySelector('#write').getBoundingClientRect().top"
          + " < document.querySelector('.bars').getBoundingClientRect().top");
      assertThat(order).as("the form comes before the bars").isEqualTo(true);
    }
  }

  @Test
  void a_visitor_signs_in_and_out() throws Exception {
    var provider = new MockOAuth2Server();
    provider.start(InetAddress.getLoopbackAddress(), 0);
    String authority = provider.baseUrl().toString();
    int port = freePort();
    var settings = Map.of("SIGN_IN_TENANT_ID", TENANT, "SIGN_IN_CLIENT_ID", "reviews", "SIGN_IN_CLIENT_SECRET", "s",
        "SIGN_IN_AUTHORITY", authority.substring(0, authority.length() - 1), "SITE_URL", "http://localhost:" + port,
        "PORT", Integer.toString(port), "HOST", "127.0.0.1");
    provider.enqueueCallback(new DefaultOAuth2TokenCallback(TENANT + "/v2.0", "ada", "JWT", List.of("reviews"),
        new HashMap<>(Map.of("tid", TENANT, "name", "Ada Lovelace")), 3600));
    try (RunningSite site = RunningSite.with(folder.resolve("members"), settings);
        BrowserContext visitor = chromium().visitor(Chromium.Look.DESK_LIGHT)) {
      Page page = visitor.newPage();
      page.navigate("http://localhost:" + site.port() + "/");
      page.locator("nav a[href='/restaurants/new']").click();
      page.waitForURL("**/restaurants/new");
      assertThat(page.locator(".account").textContent()).contains("Ada Lovelace");
      assertThat(chromium().findings(page)).isEmpty();
      Chromium.picture(page, "signed-in");
      page.setViewportSize(390, 844);
      assertThat(lines(page, ".brand span")).isEqualTo(1);
      page.setViewportSize(360, 740);
      assertFits(page, "signed in");
      Chromium.picture(page, "signed-in-phone");
      page.locator(".account button").click();
      page.waitForURL("**/signed-out");
      assertThat(page.locator("h1").textContent()).isEqualTo("You are signed out");
      assertThat(chromium().findings(page)).isEmpty();
      Chromium.picture(page, "signed-out");
      page.navigate("http://localhost:" + site.port() + "/");
      assertThat(page.locator("nav a[href='/sign-in']").count()).isEqualTo(1);
    } finally {
      provider.shutdown();
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_page_is_free_of_serious_findings(Chromium.Look look) throws TimeoutException {
    var found = new LinkedHashMap<String, List<String>>();
    try (BrowserContext visitor = chromium().visitor(look)) {
      var pages = new LinkedHashMap<String, String>();
      pages.put("home", "/");
      pages.put("nothing-found", "/?q=zebra");
      pages.put("restaurant", "/restaurants/1");
      pages.put("no-reviews", "/restaurants/14");
      pages.put("new-restaurant", "/restaurants/new");
      pages.put("security", "/security");
      pages.put("not-found", "/nowhere");
      for (var each : pages.entrySet()) {
        check(open(visitor, each.getValue()), each.getKey(), look, found);
      }
      Page bad = open(visitor, "/restaurants/new");
      bad.locator("main button[type=submit]").click();
      bad.waitForSelector("#faults");
      check(bad, "bad-form", look, found);
    }
    assertThat(found).as("serious or critical findings").isEmpty();
  }

  private static void check(Page page, String name, Chromium.Look look, Map<String, List<String>> found) {
    List<String> findings = chromium().findings(page);
    if (!findings.isEmpty()) {
      found.put(name, findings);
    }
    assertFits(page, name);
    Chromium.picture(page, name + "-" + look.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    page.close();
  }

  private static boolean inView(Page page, String selector) {
    return Boolean.TRUE.equals(page.evaluate("""
        selector => {
          const box = document.querySelector(selector).getBoundingClientRect();
          return box.height > 0 && box.top >= 0 && box.bottom <= window.innerHeight;
        }""", selector));
  }

  /** On how many lines the text of an element stands. */
  private static int lines(Page page, String selector) {
    Object lines = page.evaluate("""
        selector => {
          const range = document.createRange();
          range.selectNodeContents(document.querySelector(selector));
          return new Set(Array.from(range.getClientRects(), box => box.top)).size;
        }""", selector);
    return ((Number) lines).intValue();
  }

  private static void assertFits(Page page, String name) {
    Object overflow = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth");
    assertThat(((Number) overflow).intValue()).as(name + " does not scroll sideways").isLessThanOrEqualTo(0);
  }

  private static Chromium chromium() {
    return chromium.orElseThrow(() -> new TestAbortedException("no Chromium"));
  }

  private static Page open(BrowserContext visitor, String path) {
    Page page = visitor.newPage();
    page.navigate("http://127.0.0.1:" + demo.orElseThrow().port() + path);
    return page;
  }

  private static void type(Page page, String field, String text) {
    tabTo(page, field);
    page.keyboard().type(text);
  }

  /** Goes on with the Tab key until the focus is there. */
  private static void tabTo(Page page, String selector) {
    for (int i = 0; i < MOST_TABS; i++) {
      if (focused(page, selector)) {
        return;
      }
      page.keyboard().press("Tab");
    }
    throw new AssertionError("the keyboard does not reach " + selector);
  }

  private static boolean focused(Page page, String selector) {
    return Boolean.TRUE.equals(page.evaluate("selector => document.activeElement.matches(selector)", selector));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
