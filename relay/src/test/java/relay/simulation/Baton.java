package relay.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Time and threads of one history: many threads, of which one runs at a time, and a clock that jumps to whatever is next. The
 * same history always runs the same way.
 */
final class Baton {
  private static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");

  private record Task(long at, long order, Runnable run) {}

  private final PriorityQueue<Task> tasks = new PriorityQueue<>(
      Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
  private final Semaphore main = new Semaphore(0);
  private final List<Player> players = new ArrayList<>();
  private Optional<Player> running = Optional.empty();
  private long nanos;
  private long order;
  private long steps;
  private Duration jumped = Duration.ZERO;

  /** One thread. */
  final class Player {
    private final Semaphore turn = new Semaphore(0);
    private final BooleanSupplier dead;
    private final Thread thread;
    private long sleeping;
    private boolean over;

    private Player(String name, BooleanSupplier dead, Runnable body) {
      this.dead = dead;
      this.thread = Thread.ofVirtual().name(name).unstarted(() -> {
        turn.acquireUninterruptibly();
        try {
          body.run();
        } finally {
          over = true;
          main.release();
        }
      });
      thread.start();
      wakeAt(nanos);
    }

    private void wakeAt(long at) {
      long asleep = ++sleeping;
      add(at, () -> {
        if (asleep == sleeping && !over) {
          resume();
        }
      });
    }

    /** Ends its sleep now. */
    void wake() {
      if (running.filter(this::equals).isEmpty()) {
        wakeAt(nanos);
      }
    }

    private void resume() {
      running = Optional.of(this);
      turn.release();
      main.acquireUninterruptibly();
      running = Optional.empty();
    }
  }

  /** {@code dead}: whether what the thread is about to do must not happen any more. */
  Player play(String name, BooleanSupplier dead, Runnable body) {
    var player = new Player(name, dead, body);
    players.add(player);
    return player;
  }

  /** For a player: lets the others go on for so long. */
  void sleep(Duration length) {
    Player me = running.orElseThrow();
    me.wakeAt(nanos + Math.max(1, length.toNanos()));
    main.release();
    me.turn.acquireUninterruptibly();
    if (me.dead.getAsBoolean()) {
      throw new Killed();
    }
  }

  void at(Duration since, Runnable run) {
    add(since.toNanos(), run);
  }

  void after(Duration length, Runnable run) {
    add(nanos + length.toNanos(), run);
  }

  private void add(long at, Runnable run) {
    tasks.add(new Task(at, order++, run));
  }

  /** Runs what is due until {@code end} since the beginning. */
  void run(Duration end) {
    while (!tasks.isEmpty() && tasks.peek().at() <= end.toNanos()) {
      Task next = tasks.remove();
      nanos = Math.max(nanos, next.at());
      steps++;
      next.run().run();
    }
    nanos = Math.max(nanos, end.toNanos());
  }

  /** Lets every thread run to its end, which it must come to by itself when it is resumed. */
  void end() {
    for (Player player : players) {
      while (!player.over) {
        player.resume();
      }
    }
  }

  long nanos() {
    return nanos;
  }

  long steps() {
    return steps;
  }

  Duration elapsed() {
    return Duration.ofNanos(nanos);
  }

  Instant wall() {
    return BEGIN.plusNanos(nanos).plus(jumped);
  }

  void jump(Duration by) {
    jumped = jumped.plus(by);
  }
}
