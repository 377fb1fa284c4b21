package reviews.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reviews.settings.SiteSettings;

/** One span per request, sent in batches by OTLP over HTTP. A collector that does not answer costs the site nothing. */
public final class Traces implements Telemetry {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int SERVER_FAULT = 500;
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

  private final Vertx vertx;
  private final SdkTracerProvider provider;
  private final Tracer tracer;

  /** @param collector the base address; {@code /v1/traces} is added to it */
  public Traces(Vertx vertx, SiteSettings settings, URI collector) {
    this.vertx = vertx;
    var exporter = OtlpHttpSpanExporter.builder().setEndpoint(collector + "/v1/traces").setTimeout(TIMEOUT).build();
    this.provider = SdkTracerProvider.builder()
        .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "reviews-app",
            AttributeKey.stringKey("service.version"), settings.version(),
            AttributeKey.stringKey("service.instance.id"), settings.instance(),
            AttributeKey.stringKey("vcs.ref.head.revision"), settings.revision())))
        .addSpanProcessor(BatchSpanProcessor.builder(exporter).setScheduleDelay(PAUSE).build()).build();
    this.tracer = provider.get("reviews-app");
  }

  @Override
  public void answered(Answered request) {
    Context parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), request, new ParentHeader());
    Span span = tracer.spanBuilder(request.method() + " " + request.route()).setSpanKind(SpanKind.SERVER)
        .setParent(parent).setStartTimestamp(request.start()).startSpan().setAttribute(METHOD, request.method())
        .setAttribute(ROUTE, request.route()).setAttribute(STATUS, (long) request.status());
    if (request.status() >= SERVER_FAULT) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end(request.start().plus(request.took()));
  }

  @Override
  public Future<Void> close() {
    return vertx.executeBlocking(() -> {
      provider.shutdown().join(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return null;
    });
  }

  private static final class ParentHeader implements TextMapGetter<Answered> {
    @Override
    public @Nullable String get(@Nullable Answered request, String key) {
      return Optional.ofNullable(request).filter(_ -> key.equals("traceparent")).flatMap(Answered::parent).orElse(null);
    }
  }
}
