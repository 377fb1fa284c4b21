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
import relay.journal.MemoryEngine;

/** Plays many histories, and makes the first that breaks a promise as short as it can. */
final class Simulator {
  /** What came of all of them. */
  record Result(long histories, long steps, Optional<Found> found) {}

  /** A history that breaks a promise. */
  record Found(long seed, History shrunk, List<Violation> broken) {
    @Override
    public String toString() {
      return "seed " + seed + " breaks " + broken.getFirst() + "\n" + shrunk;
    }
  }

  private Simulator() {}

  static Simulation.Outcome play(History history, MemoryEngine engine, long seed) {
    return new Simulation(history, engine, seed).run();
  }

  /** Plays the histories of {@code count} seeds from {@code first} on, on two threads. */
  static Result run(long first, long count) throws InterruptedException {
    var next = new AtomicLong(first);
    var steps = new AtomicLong();
    var played = new AtomicLong();
    var worst = new AtomicReference<Optional<Found>>(Optional.empty());
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        all.add(workers.submit(() -> {
          var engine = new MemoryEngine();
          for (long seed = next.getAndIncrement(); seed < first + count
              && worst.get().isEmpty(); seed = next.getAndIncrement()) {
            Simulation.Outcome outcome = play(History.of(seed), engine, seed);
            steps.addAndGet(outcome.steps());
            played.incrementAndGet();
            if (!outcome.broken().isEmpty()) {
              worst.compareAndSet(Optional.empty(),
                  Optional.of(new Found(seed, History.of(seed), outcome.broken())));
            }
          }
        }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return new Result(played.get(), steps.get(), worst.get().map(Simulator::shrink));
  }

  /** Leaves out deeds as long as the same promise is broken. */
  static Found shrink(Found found) {
    var engine = new MemoryEngine();
    History shortest = found.shrunk();
    List<Violation> broken = found.broken();
    int promise = broken.getFirst().promise();
    boolean shorter = true;
    while (shorter) {
      shorter = false;
      for (int i = shortest.deeds().size() - 1; i >= 0; i--) {
        History fewer = shortest.without(i);
        List<Violation> then = fewer.deeds().isEmpty() ? List.of() : play(fewer, engine, found.seed()).broken();
        if (!then.isEmpty() && then.getFirst().promise() == promise) {
          shortest = fewer;
          broken = then;
          shorter = true;
        }
      }
    }
    return new Found(found.seed(), shortest, broken);
  }

  /** {@code HISTORIES [SEED]}: the last line says what came of it; exit 1 when a promise was broken. */
  public static void main(String[] args) throws Exception {
    long count = Long.parseLong(args[0]);
    long first = args.length > 1 ? Long.parseLong(args[1]) : 1;
    var done = new AtomicReference<Result>();
    Thread all = Thread.ofVirtual().start(() -> {
      try {
        done.set(run(first, count));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    all.join();
    Result result = done.get();
    result.found().ifPresent(System.out::println);
    System.out.println(result.histories() + " histories, " + result.steps() + " steps, "
        + (result.found().isPresent() ? 1 : 0) + " violations");
    System.exit(result.found().isPresent() ? 1 : 0);
  }
}
