package relay.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Lets each logger say a bounded number of errors a minute, so that whoever finds out how to cause one cannot fill the disk of
 * the log; how many were left out is said once the minute is over, with the next error. {@code logback.xml} names this filter.
 */
public final class ErrorPace extends TurboFilter {
  private static final int MOST = 30;
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanos;
  private final Map<String, Pace> paces = new ConcurrentHashMap<>();

  /** What one logger has said in this minute. */
  private static final class Pace {
    private final AtomicLong began;
    private final AtomicInteger said = new AtomicInteger();

    private Pace(long began) {
      this.began = new AtomicLong(began);
    }
  }

  /** As Logback makes it. */
  public ErrorPace() {
    this(System::nanoTime);
  }

  ErrorPace(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String format,
      Object @Nullable [] values, @Nullable Throwable fault) {
    if (level != Level.ERROR || format == null) { // without a text it is only asked whether errors are logged
      return FilterReply.NEUTRAL;
    }
    long now = nanos.getAsLong();
    Pace pace = paces.computeIfAbsent(logger.getName(), _ -> new Pace(now));
    long began = pace.began.get();
    if (now - began > MINUTE && pace.began.compareAndSet(began, now)) {
      int leftOut = pace.said.getAndSet(0) - MOST;
      if (leftOut > 0) {
        logger.warn("{} more errors like these were left out within a minute", leftOut);
      }
    }
    return pace.said.incrementAndGet() > MOST ? FilterReply.DENY : FilterReply.NEUTRAL;
  }
}
