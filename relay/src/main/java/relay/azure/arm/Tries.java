package relay.azure.arm;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import relay.app.WebAppException;

/** The tries of one logical call: counts them, waits between them, and gives up in time. One object per call. */
public final class Tries {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final AzureSettings settings;
  private final long started = System.nanoTime();
  private int failed;

  public Tries(AzureSettings settings) {
    this.settings = settings;
  }

  /**
   * Waits until the next try is due.
   *
   * @throws WebAppException when there is no next try: the failure will not pass, the tries are used up, or Azure wants a
   *     longer wait than there is time
   */
  public void waitAfter(Failure failure) throws WebAppException, InterruptedException {
    failed++;
    Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
    Optional<Duration> pause = pause(failure, failed, elapsed, settings, ThreadLocalRandom.current().nextDouble());
    if (pause.isEmpty()) {
      throw trouble(failure, elapsed);
    }
    Thread.sleep(pause.get());
  }

  private WebAppException trouble(Failure failure, Duration elapsed) {
    String tried = failed > 1 ? "; given up after " + failed + " tries in " + elapsed.toSeconds() + " s" : "";
    String wanted = failure.retryAfter().filter(_ -> failure.passing())
        .map(wait -> "; Azure asks to wait " + wait.toSeconds() + " s").orElse("");
    return new WebAppException(failure.kind(), failure.sentence() + wanted + tried);
  }

  /**
   * How long to wait before the next try; empty when there shall be none.
   *
   * @param failed how many tries failed so far; at least 1
   * @param random from 0 to 1, spreads the pauses of several apps
   */
  static Optional<Duration> pause(Failure failure, int failed, Duration elapsed, AzureSettings settings,
      double random) {
    if (!failure.passing() || failed >= settings.tries()) {
      return Optional.empty();
    }
    Duration grown = growing(settings.pause(), failed - 1);
    Duration own = grown.dividedBy(2).plusNanos((long) (grown.toNanos() / 2.0 * random));
    Duration pause = failure.retryAfter().filter(wait -> wait.compareTo(own) > 0).orElse(own);
    return Optional.of(pause).filter(each -> elapsed.plus(each).compareTo(settings.within()) < 0);
  }

  /** {@code first}, doubled {@code times} times, at most half a minute. */
  public static Duration growing(Duration first, int times) {
    Duration grown = first.multipliedBy(1L << Math.min(times, 16));
    return grown.compareTo(LONGEST_PAUSE) < 0 ? grown : LONGEST_PAUSE;
  }
}
