package reviews.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import reviews.settings.SiteSettings;

/** Metrics on a port of their own, which serves nothing but {@code GET /metrics}. */
public final class Metrics implements Telemetry {
  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpServer server;

  public Metrics(Vertx vertx, SiteSettings settings) {
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Gauge.builder("reviews.build.info", () -> 1).description("What is running, in its labels; always 1")
        .tags("revision", settings.revision(), "version", settings.version()).register(registry);
    this.server = vertx.createHttpServer().requestHandler(this::answer);
  }

  /** Completes when the management port is open. */
  public Future<Void> listen(int port, String host) {
    return server.listen(port, host).mapEmpty();
  }

  /** Of the management server once it listens; for tests, which let the system choose. */
  public int port() {
    return server.actualPort();
  }

  @Override
  public void answered(Answered request) {
    Timer.builder("http.server.requests").description("Answered requests, by the pattern of their address")
        .tags(Tags.of(List.of(Tag.of("method", request.method()), Tag.of("route", request.route()),
            Tag.of("status", Integer.toString(request.status())))))
        .register(registry).record(request.took());
  }

  @Override
  public Future<Void> close() {
    return server.close().onComplete(_ -> registry.close());
  }

  private void answer(HttpServerRequest request) {
    if ("/metrics".equals(request.path())) {
      request.response().putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8").end(registry.scrape());
    } else {
      request.response().setStatusCode(404).end();
    }
  }
}
