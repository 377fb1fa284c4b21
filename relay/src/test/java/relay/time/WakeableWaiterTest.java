package relay.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WakeableWaiterTest {
  private final Waiter waiter = new WakeableWaiter(InstantSource.system());
  private final CountDownLatch never = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final AtomicBoolean left = new AtomicBoolean();

  /** Waits for what never comes, and says when it was told to stop waiting. */
  private String hang() throws InterruptedException {
    begun.countDown();
    try {
      never.await();
      return "it came";
    } finally {
      left.set(true);
    }
  }

  @Test
  void work_that_ends_gives_what_came_of_it() throws Exception {
    assertThat(waiter.unless(() -> false, () -> "done")).contains("done");
    assertThatThrownBy(() -> waiter.unless(() -> false, () -> {
      throw new IllegalArgumentException("odd");
    })).isInstanceOf(IllegalArgumentException.class).hasMessage("odd");
  }

  @Test
  void work_that_hangs_is_ended_as_soon_as_it_is_not_wanted_any_more() throws Exception {
    assertThat(waiter.unless(() -> begun.getCount() == 0, this::hang)).isEmpty();
    assertThat(left).isTrue();
  }

  @Test
  void a_stop_ends_the_work_and_then_the_one_that_waits() throws Exception {
    var outcome = new FutureTask<>(() -> waiter.unless(() -> false, this::hang));
    Thread thread = Thread.ofVirtual().start(outcome);
    begun.await();
    thread.interrupt();
    assertThatThrownBy(() -> outcome.get(60, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(left).isTrue();
  }
}
