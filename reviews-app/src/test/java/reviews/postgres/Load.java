package reviews.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import reviews.restaurants.RestaurantId;
import reviews.restaurants.ReviewDraft;
import reviews.restaurants.SampleData;
import reviews.restaurants.Search;
import reviews.restaurants.Submission;

/**
 * Readers and writers that press the store in PostgreSQL at once: {@code Load [seconds] [users]}, 60 and 64 unless told
 * otherwise. Half of them add reviews, half read lists and restaurants, each one thing after the other without a pause.
 */
final class Load {
  private final PostgresStore store;
  private final List<RestaurantId> restaurants;
  private final Queue<Long> writes = new ConcurrentLinkedQueue<>();
  private final Queue<Long> lists = new ConcurrentLinkedQueue<>();
  private final Queue<Long> details = new ConcurrentLinkedQueue<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();

  private Load(PostgresStore store, List<RestaurantId> restaurants) {
    this.store = store;
    this.restaurants = restaurants;
  }

  public static void main(String[] args) throws Exception {
    Duration time = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 60);
    System.exit(run(time, args.length > 1 ? Integer.parseInt(args[1]) : 64) == 0 ? 0 : 1);
  }

  /** Prints its figures and answers how many calls failed and how many reviews were lost. */
  static long run(Duration time, int users) throws Exception {
    Vertx vertx = Vertx.vertx();
    var store = new PostgresStore(vertx, TestServer.newDatabase(), () -> Future.succeededFuture("any"));
    try {
      within(store.fillIfEmpty(SampleData.at(Clock.systemUTC().instant())));
      var load = new Load(store, within(store.find(Search.everything())).items().stream()
          .map(listing -> listing.restaurant().id()).toList());
      return load.press(time, users);
    } finally {
      within(store.close());
      within(vertx.close());
    }
  }

  private long press(Duration time, int users) throws Exception {
    long before = kept();
    long end = System.nanoTime() + time.toNanos();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < users; i++) {
      Runnable act = i % 2 == 0 ? this::write : this::read;
      threads.add(Thread.ofVirtual().start(() -> {
        while (System.nanoTime() < end) {
          act.run();
        }
      }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    long lost = before + writes.size() - kept();
    System.out.printf("%d users for %d s: %d errors, %d reviews lost%n", users, time.toSeconds(), errors.get(), lost);
    tell("reviews added", writes, time);
    tell("lists read", lists, time);
    tell("restaurants read with their reviews", details, time);
    return errors.get() + Math.abs(lost);
  }

  private void write() {
    long number = numbers.incrementAndGet();
    var draft = new ReviewDraft("user", 1 + (int) (number % ReviewDraft.MOST_STARS), "number " + number,
        Clock.systemUTC().instant());
    timed(writes, () -> store.add(restaurant(number), draft, new Submission("load-" + number)));
  }

  private void read() {
    RestaurantId id = restaurant(numbers.get());
    timed(lists, () -> store.find(Search.everything()));
    timed(details, () -> store.details(id).compose(_ -> store.reviews(id, 1)));
  }

  private RestaurantId restaurant(long number) {
    return restaurants.get((int) (number % restaurants.size()));
  }

  private <T> void timed(Queue<Long> nanos, Supplier<Future<T>> call) {
    long begun = System.nanoTime();
    try {
      within(call.get());
      nanos.add(System.nanoTime() - begun);
    } catch (RuntimeException | TimeoutException e) {
      if (errors.incrementAndGet() == 1) {
        System.out.println("the first error: " + e);
      }
    }
  }

  private long kept() throws TimeoutException {
    long all = 0;
    for (RestaurantId id : restaurants) {
      all += within(store.details(id)).orElseThrow().score().reviews();
    }
    return all;
  }

  private static void tell(String what, Queue<Long> nanos, Duration time) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf("  %s: %d, %d/s, p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n", what, sorted.length,
        sorted.length / Math.max(1, time.toSeconds()), at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
  }

  /** In milliseconds. */
  private static double at(long[] sorted, double share) {
    int place = (int) Math.min(sorted.length - 1L, (long) (sorted.length * share));
    return sorted.length == 0 ? 0 : sorted[place] / 1e6;
  }

  private static <T> T within(Future<T> future) throws TimeoutException {
    return future.await(60, TimeUnit.SECONDS);
  }
}
