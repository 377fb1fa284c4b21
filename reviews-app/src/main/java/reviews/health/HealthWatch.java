package reviews.health;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tries every few seconds whether what the site works with can be used, each part once at a time, and remembers what came of it.
 * However many ask, they hear of that, so that no crowd of them makes a part busy; and a part that is busy for a while is not
 * broken: only one that fails, or answers nothing for longer, is.
 */
public final class HealthWatch {
  static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration FIRST = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final List<Part> parts = new ArrayList<>();
  private final long timer;
  private final Future<Void> first;

  /**
   * Begins to watch.
   *
   * @param checks by the sentence that says that the part is broken
   */
  public HealthWatch(Vertx vertx, Map<String, Supplier<Future<Void>>> checks) {
    this.vertx = vertx;
    checks.forEach((sentence, check) -> parts.add(new Part(sentence, check)));
    this.first = Future.join(parts.stream().map(Part::look).toList()).mapEmpty();
    this.timer = vertx.setPeriodic(EVERY.toMillis(), _ -> parts.forEach(part -> {
      var _ = part.look();
    }));
  }

  /** What is broken, in sentences; empty when all is well. Waits only for the first look after the start. */
  public Future<List<String>> problems() {
    return first.otherwiseEmpty().timeout(FIRST.toSeconds(), TimeUnit.SECONDS).otherwiseEmpty()
        .map(_ -> parts.stream().filter(Part::isBroken).map(part -> part.sentence).toList());
  }

  /** Looks no more. Safe to repeat. */
  public void stop() {
    vertx.cancelTimer(timer);
  }

  /** One thing that the site works with. */
  private static final class Part {
    private final String sentence;
    private final Supplier<Future<Void>> check;
    private volatile boolean well;
    private volatile boolean looking;
    private volatile long since = System.nanoTime();

    Part(String sentence, Supplier<Future<Void>> check) {
      this.sentence = sentence;
      this.check = check;
    }

    Future<Void> look() {
      if (looking) {
        return Future.succeededFuture();
      }
      looking = true;
      since = System.nanoTime();
      return check.get().onComplete(done -> {
        well = done.succeeded();
        looking = false;
      });
    }

    boolean isBroken() {
      return !well || (looking && System.nanoTime() - since > PATIENCE.toNanos());
    }
  }
}
