package reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static reviews.RunningSite.within;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reviews.settings.SettingsException;

class TelemetryTest {
  private record Sent(String path, String type, Buffer body) {}

  @TempDir
  Path folder;

  @Test
  void metrics_are_on_a_port_of_their_own_and_name_no_address() throws SettingsException, TimeoutException {
    try (var site = RunningSite.with(folder, Map.of("METRICS_PORT", "0", "VERSION", "2.0"))) {
      String restaurant = site.addRestaurant("Measured");
      site.get(restaurant);
      site.get("/nowhere-at-all");
      String address = "http://127.0.0.1:" + site.metricsPort();
      Eventually.succeeds(() -> assertThat(within(site.abroad(address + "/metrics").send()).bodyAsString()).contains(
          "http_server_requests_seconds_count{method=\"GET\",route=\"/restaurants/:id\",status=\"200\"} 1",
          "http_server_requests_seconds_count{method=\"POST\",route=\"/restaurants\",status=\"303\"} 1",
          "route=\"other\",status=\"404\"", "reviews_build_info{revision=\"4f1c2ab\",version=\"2.0\"} 1",
          "jvm_memory_used_bytes", "process_uptime_seconds").doesNotContain("nowhere", restaurant + "\""));
      assertThat(within(site.abroad(address + "/healthz").send()).statusCode()).isEqualTo(404);
      assertThat(site.get("/metrics").statusCode()).as("not where visitors are").isEqualTo(404);
    }
  }

  @Test
  void without_a_port_there_are_no_metrics() throws SettingsException, TimeoutException {
    try (var site = RunningSite.with(folder, Map.of())) {
      assertThat(site.get("/metrics").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void requests_are_sent_as_traces_to_the_collector_and_belong_to_the_callers()
      throws SettingsException, TimeoutException, InterruptedException {
    BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
    Vertx vertx = Vertx.vertx();
    try {
      int collector = within(vertx.createHttpServer().requestHandler(request -> take(request, sent))
          .listen(0, "127.0.0.1")).actualPort();
      try (var site = RunningSite.with(folder,
          Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + collector, "VERSION", "2.0"))) {
        within(site.request(HttpMethod.GET, "/restaurants/999?secret=hidden")
            .putHeader("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01").send());
      } // stopping sends what is left
      Sent batch = sent.poll(20, TimeUnit.SECONDS);
      assertThat(batch).isNotNull();
      assertThat(batch.path()).isEqualTo("/v1/traces");
      assertThat(batch.type()).isEqualTo("application/x-protobuf");
      String body = batch.body().toString(StandardCharsets.ISO_8859_1);
      assertThat(body).contains("GET /restaurants/:id", "reviews-app", "4f1c2ab", "http.response.status_code")
          .contains(new String(HexFormat.of().parseHex("4bf92f3577b34da6a3ce929d0e0e4736"),
              StandardCharsets.ISO_8859_1))
          .doesNotContain("hidden", "999");
    } finally {
      within(vertx.close());
    }
  }

  private static void take(HttpServerRequest request, BlockingQueue<Sent> sent) {
    request.body().onSuccess(body -> {
      sent.add(new Sent(String.valueOf(request.path()), String.valueOf(request.getHeader("Content-Type")), body));
      request.response().end();
    });
  }
}
