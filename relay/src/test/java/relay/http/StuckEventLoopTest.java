package relay.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import relay.http.ServerSettings.Address;
import relay.http.wire.Limits;
import relay.journal.Patience;

/** A handler that never ends holds its event loop for ever. None is known; this is what happens should there be one. */
class StuckEventLoopTest {
  private static final Address ANY = new Address("127.0.0.1", 0);

  @Test
  void management_goes_on_answering_and_says_that_the_relay_is_not_alive_until_it_is() throws Exception {
    Vertx vertx = Vertx.vertx();
    var arrived = new CountDownLatch(1);
    var unstuck = new CountDownLatch(1);
    Routes feature = router -> router.get("/stuck").handler(ctx -> {
      arrived.countDown();
      hold(unstuck);
      ctx.response().end("late");
    });
    var limits = new Limits(1000, 2000, 100, Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(2));
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    HttpServers servers = HttpServers.listen(vertx, new ServerSettings(ANY, Optional.of(ANY)), List.of(feature),
        new Management(List.of(), meters, _ -> {}), limits).await(20, TimeUnit.SECONDS);
    try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
      var management = new Calls(servers.managementPort());
      Patience.until("alive", () -> health(management) == 200);

      var stuck = caller.submit(() -> new Calls(servers.mainPort()).get("/stuck").body());
      assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

      Patience.until("not alive", () -> health(management) == 503);
      assertThat(management.get("/metrics").statusCode()).isEqualTo(200);

      unstuck.countDown();
      assertThat(stuck.get(20, TimeUnit.SECONDS)).isEqualTo("late");
      Patience.until("alive", () -> health(management) == 200);
    } finally {
      unstuck.countDown();
      vertx.close().await(20, TimeUnit.SECONDS);
    }
  }

  private static int health(Calls management) {
    try {
      return management.get("/healthz").statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("management does not answer", e);
    }
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
