package relay.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

/** Plays many histories, and makes the first that breaks a promise as short as it can. */
final class Simulator {
  private static final int WORKERS = 2;
  private static final int SAID_EVERY = 10_000;

  /** What came of all of them. */
  record Result(long histories, long steps, Optional<Found> found) {
    String summary() {
      return histories + " histories, " + steps + " steps, " + (found.isPresent() ? 1 : 0) + " violations";
    }
  }

  /** A history that breaks a promise. */
  record Found(long seed, History history, Violation broken) {
    @Override
    public String toString() {
      return "seed " + seed + " breaks " + broken + "\n" + history;
    }
  }

  private Simulator() {}

  static Simulation.Outcome play(History history, ReusedJournal journal) {
    return new Simulation(history, journal).run();
  }

  /** Plays the histories of {@code count} seeds from {@code first} on, two at a time. Blocks. */
  static Result run(long first, long count) throws InterruptedException {
    return run(first, count, _ -> {});
  }

  /** {@code said} hears how many have been played, after each; on any thread. */
  private static Result run(long first, long count, LongConsumer said) throws InterruptedException {
    var next = new AtomicLong(first);
    var steps = new AtomicLong();
    var played = new AtomicLong();
    var worst = new AtomicReference<Optional<Found>>(Optional.empty());
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        all.add(workers.submit(() -> {
          var journal = new ReusedJournal();
          long seed = next.getAndIncrement();
          while (seed < first + count && worst.get().isEmpty()) {
            Simulation.Outcome outcome = play(HistoryGenerator.of(seed), journal);
            steps.addAndGet(outcome.steps());
            said.accept(played.incrementAndGet());
            if (!outcome.broken().isEmpty()) {
              worst.compareAndSet(Optional.empty(),
                  Optional.of(new Found(seed, HistoryGenerator.of(seed), outcome.broken().getFirst())));
            }
            seed = next.getAndIncrement();
          }
        }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return new Result(played.get(), steps.get(), worst.get().map(Simulator::shrunk));
  }

  private static void say(long played) {
    if (played % SAID_EVERY == 0) {
      System.err.println(played + " histories so far");
    }
  }

  /** The shortest history that breaks the promise in the same way. */
  static Found shrunk(Found found) {
    var journal = new ReusedJournal();
    History shortest = new Shrinker(history -> play(history, journal).broken().stream()
        .anyMatch(found.broken()::isLike)).shrink(found.history());
    Violation broken = play(shortest, journal).broken().stream().filter(found.broken()::isLike).findFirst()
        .orElse(found.broken());
    return new Found(found.seed(), shortest, broken);
  }

  /** {@code HISTORIES [SEED]}: the last line says what came of it; exit 1 when a promise was broken. */
  public static void main(String[] args) throws Exception {
    long count = Long.parseLong(args[0]);
    long first = args.length > 1 ? Long.parseLong(args[1]) : 1;
    var done = new AtomicReference<Optional<Result>>(Optional.empty());
    Thread all = Thread.ofVirtual().start(() -> {
      try {
        done.set(Optional.of(run(first, count, Simulator::say)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    all.join();
    Result result = done.get().orElseThrow();
    result.found().ifPresent(System.out::println);
    System.out.println(result.summary());
    System.exit(result.found().isPresent() ? 1 : 0);
  }
}
