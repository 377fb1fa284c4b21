package reviews;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reviews.settings.SecretSetting;
import reviews.settings.SettingsException;
import reviews.settings.SiteSettings;

/** Starts the program: environment, objects, port. */
public final class ReviewsMain {
  private static final Logger LOG = LoggerFactory.getLogger(ReviewsMain.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(8);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
  private static final Duration START_WITHIN = Duration.ofSeconds(30);
  private static final int BAD_SETTINGS = 2;
  private static final int CANNOT_START = 1;

  private ReviewsMain() {}

  /** Exit code 2 and one line per fault when the settings cannot be used; 1 when the port cannot be opened. */
  public static void main(String[] args) {
    try {
      start(SiteSettings.from(System.getenv(), builtVersion()));
    } catch (SettingsException e) {
      e.faults().forEach(fault -> LOG.error("{}", fault));
      System.exit(BAD_SETTINGS);
    }
  }

  private static void start(SiteSettings settings) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setFileSystemOptions(
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    try {
      Site site = Site.start(vertx, settings, Clock.systemUTC()).await(START_WITHIN.toSeconds(), TimeUnit.SECONDS);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(site, vertx), "stop"));
      report(site, site.settings());
    } catch (Exception e) { // await throws the cause as it is, a BindException for example
      LOG.error("cannot start: {}", e.toString());
      System.exit(CANNOT_START);
    }
  }

  private static void report(Site site, SiteSettings settings) {
    if (settings.secrets().values().stream().anyMatch(state -> state instanceof SecretSetting.Unresolved)) {
      LOG.warn("{}", SecretSetting.HELP);
    }
    settings.secrets().forEach((setting, state) -> {
      if (!(state instanceof SecretSetting.Loaded)) {
        LOG.warn("the secret setting {} is {}: the site shows its pages, takes no forms and reports itself unwell",
            setting, state.word());
      }
    });
    long millis = ProcessHandle.current().info().startInstant()
        .map(start -> Duration.between(start, Clock.systemUTC().instant()).toMillis()).orElse(-1L);
    LOG.info("revision {} version {} listens on {}:{} after {} ms", settings.revision(), settings.version(),
        settings.host(), site.port(), millis);
  }

  private static void stop(Site site, Vertx vertx) {
    try {
      site.stop().await(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS);
      vertx.close().await(CLOSE_WITHIN.toSeconds(), TimeUnit.SECONDS);
      LOG.info("stopped");
    } catch (TimeoutException e) {
      LOG.warn("stopped before everything had ended", e);
    }
  }

  private static String builtVersion() {
    return Optional.ofNullable(ReviewsMain.class.getPackage().getImplementationVersion()).orElse("development");
  }
}
