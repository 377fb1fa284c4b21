package reviews.web;

import freemarker.cache.ClassTemplateLoader;
import freemarker.cache.StrongCacheStorage;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateExceptionHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.templ.freemarker.FreeMarkerTemplateEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reviews.settings.Setting;
import reviews.settings.SiteSettings;

/** Renders a template into an answer. Everything a template prints is escaped for HTML ({@code .ftlh}). */
final class Pages {
  private static final Logger LOG = LoggerFactory.getLogger(Pages.class);
  static final String NAME = "Second Helping";
  private static final List<String> TEMPLATES = List.of("layout", "parts", "home", "restaurant", "new-restaurant",
      "signed-out", "security", "problem");

  /** What the foot of each page tells, so that a visitor sees which image serves; an empty text is not shown. */
  private record Site(String name, String revision, String version, String instance, boolean demo) {}

  private final FreeMarkerTemplateEngine engine;
  private final Site site;
  private final Map<String, String> assets;
  private final Access access;

  /** Reads all templates at once, so that a fault in one stops the start and no page waits for the class path. */
  Pages(Vertx vertx, SiteSettings settings, Assets assets, Access access) {
    this.engine = FreeMarkerTemplateEngine.create(vertx, "ftlh");
    this.site = new Site(NAME, known(settings.revision(), Setting.REVISION), settings.version(),
        known(settings.instance(), Setting.WEBSITE_INSTANCE_ID), settings.demo());
    this.assets = assets.addresses();
    this.access = access;
    Configuration configuration = engine.unwrap();
    configuration.setTemplateLoader(new ClassTemplateLoader(Pages.class, "/site/pages"));
    configuration.setCacheStorage(new StrongCacheStorage());
    configuration.setTemplateUpdateDelayMilliseconds(Long.MAX_VALUE);
    configuration.setObjectWrapper(new PlainObjects());
    configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    configuration.setDefaultEncoding("UTF-8");
    configuration.setRecognizeStandardFileExtensions(true);
    configuration.setNumberFormat("computer");
    try {
      for (String template : TEMPLATES) {
        configuration.getTemplate(template + ".ftlh", Locale.ENGLISH);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty where the setting was left out: that nobody said is nothing to tell visitors. */
  private static String known(String value, Setting setting) {
    return value.equals(setting.standard()) ? "" : value;
  }

  /**
   * Answers with a page.
   *
   * @param title of the page, before the site's name
   */
  void show(RoutingContext ctx, int status, String template, String title, Map<String, Object> model) {
    var all = new HashMap<String, Object>(model);
    all.put("lang", "en");
    all.put("title", title);
    all.put("site", site);
    all.put("assets", assets);
    all.put("visitor", access.view(ctx));
    engine.render(all, template).onSuccess(page -> {
      ctx.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "text/html;charset=utf-8")
          .putHeader(HttpHeaders.CACHE_CONTROL, status == 200 ? "private, no-cache" : "no-store").end(page);
    }).onFailure(failure -> {
      LOG.error("the page {} cannot be rendered", template, failure);
      ctx.response().setStatusCode(500).putHeader(HttpHeaders.CONTENT_TYPE, "text/plain;charset=utf-8")
          .end("This page cannot be shown; the fault was written down.\n");
    });
  }
}
