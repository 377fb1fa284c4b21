package relay.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import relay.time.LoopListener;

/** The heartbeats of the supervised loops, for metrics and readiness. Safe from any thread. */
public final class LoopMetrics implements LoopListener {
  private final MeterRegistry meters;
  private final Map<String, AtomicLong> beats = new ConcurrentHashMap<>();

  public LoopMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void beat(String loop, Instant at) {
    beats.computeIfAbsent(loop, this::register).set(at.toEpochMilli());
  }

  private AtomicLong register(String loop) {
    var last = new AtomicLong();
    Gauge.builder("relay_worker_heartbeat_seconds", last, value -> value.get() / 1000.0)
        .description("When the worker last gave a sign of life, in seconds since 1970").tag("worker", loop)
        .register(meters);
    var _ = failures(loop);
    return last;
  }

  private Counter failures(String loop) {
    return Counter.builder("relay_worker_failures_total").description("Steps of workers that ended in a fault")
        .tag("worker", loop).register(meters);
  }

  @Override
  public void failed(String loop, Throwable fault) {
    failures(loop).increment();
  }

  /** Workers that did not begin a step for longer than {@code length}, sorted. */
  public List<String> silentFor(Duration length, Instant now) {
    long least = now.minus(length).toEpochMilli();
    return beats.entrySet().stream().filter(beat -> beat.getValue().get() < least).map(Map.Entry::getKey).sorted()
        .toList();
  }
}
