package relay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many histories of the core over a world that fails; more of them with {@code -Dsimulation.histories=N}. */
@ExtendWith(Silenced.class)
class SimulationTest {
  private static final long HISTORIES = Long.getLong("simulation.histories", 20_000);
  private static final long SEED = Long.getLong("simulation.seed", 1);

  @Test
  void every_promise_is_kept_in_every_history() {
    var done = new CompletableFuture<Simulator.Result>();
    Thread.startVirtualThread(() -> {
      try {
        done.complete(Simulator.run(SEED, HISTORIES));
      } catch (Throwable fault) {
        done.completeExceptionally(fault);
      }
    });
    Simulator.Result result = done.join();
    assertThat(result.found().map(Object::toString)).isEmpty();
    assertThat(result.histories()).isEqualTo(HISTORIES);
  }
}
