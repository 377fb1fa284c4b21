package relay.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import relay.http.Logged;

/** Promise 13: nothing that a step meets ends its loop. */
@Timeout(60)
class SupervisedTest {
  private static final Instant BEGIN = Instant.parse("2026-11-26T10:00:00Z");

  private final List<Duration> pauses = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final Deque<Throwable> planned = new ArrayDeque<>();
  private int beats;
  private int steps;

  @BeforeEach
  void plan() {
    planned.addAll(List.of(new IllegalStateException("odd"), new StackOverflowError(), new NoClassDefFoundError("x"),
        new OutOfMemoryError("a thread"), new NullPointerException()));
  }

  /** Time passes only in pauses; the loop is told to end when its plan is over. */
  private final class Counted implements Waiter {
    @Override
    public Instant now() {
      return BEGIN;
    }

    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public void pause(Duration length) {
      pauses.add(length);
    }
  }

  private final class Watch implements LoopListener {
    @Override
    public void beat(String loop, Instant at) {
      beats++;
    }

    @Override
    public void failed(String loop, Throwable fault) {
      failures.add(fault);
    }
  }

  private void step() throws InterruptedException {
    steps++;
    Throwable next = planned.poll();
    switch (next) {
      case RuntimeException fault -> throw fault;
      case Error fault -> throw fault;
      case null, default -> throw new InterruptedException("the relay stops");
    }
  }

  @Test
  void no_fault_of_a_step_ends_the_loop_an_error_included_and_each_is_reported() {
    List<Throwable> all = List.copyOf(planned);
    try (var logged = new Logged()) {
      new Supervised("site shop", this::step, new Counted(), new Watch()).run();
      assertThat(logged.events()).filteredOn(line -> line.getFormattedMessage().contains("site shop"))
          .hasSize(all.size());
    }
    assertThat(Thread.interrupted()).as("an interrupt ends it and stays set").isTrue();
    assertThat(failures).isEqualTo(all);
    assertThat(steps).isEqualTo(all.size() + 1);
    assertThat(beats).isGreaterThanOrEqualTo(steps);
  }

  @Test
  void the_pause_grows_while_steps_keep_failing() {
    try (var _ = new Logged()) {
      new Supervised("site shop", this::step, new Counted(), new Watch()).run();
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4),
        Duration.ofSeconds(8), Duration.ofSeconds(16));
  }
}
