package relay.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Time and threads of one history: many threads of which one runs at a time, and a clock that jumps to whatever is next. Who of
 * several goes first is drawn from the seed, so that the same history always runs the same way. Whoever stops running passes
 * the baton on himself; when nobody else is due he keeps it, and no thread is switched.
 */
final class Baton {
  static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");
  /** So many calls without any time passing are a loop that spins. */
  private static final int SPINS = 20_000;

  private record Task(long at, long order, Runnable run) {}

  private final RandomGenerator random;
  private final Consumer<String> spinning;
  private final PriorityQueue<Task> tasks = new PriorityQueue<>(
      Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
  private final List<Player> ready = new ArrayList<>();
  private final List<Player> asleep = new ArrayList<>();
  private final Player driver = new Player(this, "driver", () -> false, Thread.currentThread());
  private volatile Player running = driver;
  private @Nullable Throwable fault;
  private boolean stopped;
  private boolean aborted;
  private long end;
  private long nanos;
  private long order;
  private long steps;
  private long calls;
  private Duration jumped = Duration.ZERO;

  /** {@code spinning} hears the name of a thread that goes round and round without any time passing. */
  Baton(RandomGenerator random, Consumer<String> spinning) {
    this.random = random;
    this.spinning = spinning;
  }

  /** A new thread, which begins at this moment. {@code dead}: whether nothing more may come of it. */
  Player play(String name, BooleanSupplier dead, Runnable body) {
    var player = new Player(this, name, dead, body);
    ready.add(player);
    return player;
  }

  /** What the player's thread runs, and then hands the baton on. */
  void playOn(Player player, Runnable body) {
    try {
      body.run();
    } catch (Killed over) {
      stopped |= !player.dead.getAsBoolean();
    } catch (RuntimeException | Error e) {
      fault = e;
      stopped = true;
    } finally {
      player.over = true;
      hand(next());
    }
  }

  void rouse(Player player) {
    if (player.wakeable && asleep.remove(player)) {
      ready.add(player);
    }
  }

  /** For a player: lets the others go on for so long. */
  void sleep(Duration length) {
    rest(length, false);
  }

  /** As {@link #sleep}; {@link Player#wake} ends it. */
  void pause(Duration length) {
    rest(length, true);
  }

  private void rest(Duration length, boolean wakeable) {
    Player me = running;
    requireAlive(me);
    if ((wakeable && me.woken) || !length.isPositive()) {
      call(me);
      ready.add(me);
    } else {
      me.wakeAt = nanos + length.toNanos();
      me.wakeable = wakeable;
      asleep.add(me);
    }
    pass(me);
    me.wakeable = false;
    me.woken &= !wakeable;
    requireAlive(me);
  }

  /** Somebody else may come in between here. To be called at whatever others can see. */
  void between() {
    Player me = running;
    requireAlive(me);
    call(me);
    if (!ready.isEmpty() && me != driver && random.nextInt(4) == 0) {
      giveWay();
    }
  }

  private void call(Player me) {
    calls++;
    if (calls > SPINS) {
      aborted = true;
      stopped = true;
      spinning.accept(me.name);
      throw new Killed();
    }
  }

  /** Lets whoever is due now go on. */
  void giveWay() {
    Player me = running;
    ready.add(me);
    pass(me);
    requireAlive(me);
  }

  private void requireAlive(Player player) {
    if (aborted || player.dead.getAsBoolean()) {
      throw new Killed();
    }
  }

  private void pass(Player me) {
    Player next = next();
    if (next != me) {
      hand(next);
      while (running != me) {
        LockSupport.park(this);
      }
    }
  }

  private void hand(Player next) {
    running = next;
    if (next.started || next == driver) {
      LockSupport.unpark(next.thread);
    } else {
      next.started = true;
      next.thread.start();
    }
  }

  /** Whose turn it is, after what the world does until then. */
  private Player next() {
    while (!stopped) {
      if (!ready.isEmpty()) {
        return ready.remove(ready.size() == 1 ? 0 : random.nextInt(ready.size()));
      }
      long wake = asleep.stream().mapToLong(player -> player.wakeAt).min().orElse(Long.MAX_VALUE);
      long task = tasks.isEmpty() ? Long.MAX_VALUE : tasks.peek().at();
      long at = Math.min(wake, task);
      if (at > end) {
        break;
      }
      if (at > nanos) {
        nanos = at;
        calls = 0;
      }
      steps++;
      if (task <= wake) {
        happen(tasks.remove());
      } else {
        rouse(player -> player.wakeAt <= nanos);
      }
    }
    return driver;
  }

  private void happen(Task task) {
    try {
      task.run().run();
    } catch (RuntimeException | Error e) {
      fault = e;
      stopped = true;
    }
  }

  private void rouse(Predicate<Player> who) {
    for (int i = 0; i < asleep.size();) {
      if (who.test(asleep.get(i))) {
        ready.add(asleep.remove(i));
      } else {
        i++;
      }
    }
  }

  /** The threads that are dead by now run to their end before any time passes. */
  void rouseTheDead() {
    rouse(player -> player.dead.getAsBoolean());
  }

  void at(Duration since, Runnable run) {
    tasks.add(new Task(Math.max(nanos, since.toNanos()), order++, run));
  }

  void after(Duration length, Runnable run) {
    at(elapsed().plus(length), run);
  }

  /** Runs what is due until {@code until} since the beginning. */
  void run(Duration until) {
    end = until.toNanos();
    pass(driver);
    if (fault != null) {
      throw new IllegalStateException("the simulation itself failed", fault);
    }
    if (!stopped) {
      nanos = Math.max(nanos, end);
    }
  }

  /** Nothing more is to happen: {@link #run} returns. */
  void stop() {
    stopped = true;
  }

  /** Lets every thread run to its end, all of them being dead. */
  void end() {
    stopped = false;
    tasks.clear();
    end = nanos;
    rouse(_ -> true);
    pass(driver);
  }

  /** The name of the thread that runs. */
  String who() {
    return running.name;
  }

  long nanos() {
    return nanos;
  }

  /** Moments at which something happened. */
  long steps() {
    return steps;
  }

  Duration elapsed() {
    return Duration.ofNanos(nanos);
  }

  /** The relay's wall clock. */
  Instant wall() {
    return BEGIN.plusNanos(nanos).plus(jumped);
  }

  /** Everybody else's. */
  Instant truth() {
    return BEGIN.plusNanos(nanos);
  }

  void jump(Duration by) {
    jumped = jumped.plus(by);
  }
}
