package relay.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ServicesTest {
  private final List<String> seen = new CopyOnWriteArrayList<>();

  private Service named(String name, Runnable stop) {
    return new Service() {
      @Override
      public void start() {
        seen.add("start " + name);
      }

      @Override
      public void stop() {
        stop.run();
        seen.add("stop " + name);
      }
    };
  }

  @Test
  @Timeout(60)
  void a_service_that_never_stops_holds_up_no_other() throws Exception {
    var never = new CountDownLatch(1);
    var services = new Services(List.of(named("first", () -> {}), named("stuck", () -> await(never)),
        named("last", () -> {})), Duration.ofMillis(100));
    services.start();

    services.stop();

    assertThat(seen).containsExactly("start first", "start stuck", "start last", "stop last", "stop first");
    never.countDown();
  }

  @Test
  void what_was_started_before_one_that_fails_is_stopped() {
    Service failing = new Service() {
      @Override
      public void start() throws IOException {
        throw new IOException("no port");
      }

      @Override
      public void stop() {
        seen.add("stop failing");
      }
    };
    var services = new Services(List.of(named("first", () -> {}), failing, named("never", () -> {})), Services.GRACE);

    assertThatThrownBy(services::start).isInstanceOf(IOException.class);
    services.stop();
    services.stop();

    assertThat(seen).containsExactly("start first", "stop failing", "stop first");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
