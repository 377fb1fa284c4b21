package reviews;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The system's Chromium, driven as a person would. */
final class Chromium implements AutoCloseable {
  /** How a visitor looks at the site. */
  enum Look {
    PHONE_LIGHT(390, 844, ColorScheme.LIGHT), PHONE_DARK(390, 844, ColorScheme.DARK), DESK_LIGHT(1280, 900,
        ColorScheme.LIGHT), DESK_DARK(1280, 900, ColorScheme.DARK);

    private final int width;
    private final int height;
    private final ColorScheme scheme;

    Look(int width, int height, ColorScheme scheme) {
      this.width = width;
      this.height = height;
      this.scheme = scheme;
    }
  }

  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final List<String> NAMES = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser",
      "/usr/bin/google-chrome");
  private static final List<String> ARGUMENTS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
      "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;
  private final String axe;

  private Chromium(Path program) {
    this.playwright = Playwright
        .create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser = playwright.chromium()
        .launch(new BrowserType.LaunchOptions().setExecutablePath(program).setArgs(ARGUMENTS));
    this.axe = axe();
  }

  /** Where the machine has it; empty where it has none. */
  static Optional<Path> program() {
    return Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")), NAMES.stream()).map(Path::of)
        .filter(Files::isExecutable).findFirst();
  }

  static Chromium start(Path program) {
    return new Chromium(program);
  }

  /** A visitor without cookies, and without scripts as most of the site's visitors might as well be. */
  BrowserContext visitor(Look look) {
    return browser.newContext(new Browser.NewContextOptions().setViewportSize(look.width, look.height)
        .setColorScheme(look.scheme).setReducedMotion(ReducedMotion.REDUCE).setDeviceScaleFactor(1));
  }

  /** What axe finds serious or critical, as {@code rule: element}. */
  List<String> findings(Page page) {
    page.evaluate(axe);
    Object report = page.evaluate("async () => JSON.stringify(await axe.run(document, {resultTypes: ['violations']}))");
    return new JsonObject(String.valueOf(report)).getJsonArray("violations").stream().map(JsonObject.class::cast)
        .filter(finding -> List.of("serious", "critical").contains(finding.getString("impact")))
        .map(finding -> finding.getString("id") + ": " + finding.getJsonArray("nodes").stream()
            .map(node -> ((JsonObject) node).getString("html") + " " + ((JsonObject) node).getString("failureSummary"))
            .toList())
        .toList();
  }

  static void picture(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
  }

  private static String axe() {
    try (InputStream in = Objects.requireNonNull(Chromium.class.getResourceAsStream("/axe.min.js"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
