package relay.health.check;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import relay.health.Baseline;
import relay.health.Expectation;
import relay.health.Grade;
import relay.health.HealthSettings;
import relay.health.HealthWatcher;
import relay.health.Probe;
import relay.health.ProofSettings;
import relay.health.Reading;
import relay.time.Deadline;
import relay.time.Waiter;

/** Asks one app, an interval apart however often the thread is woken. Used by one thread. */
final class Probes {
  private final Probe probe;
  private final Waiter waiter;
  private final HealthSettings health;
  private final ProofSettings proof;
  private final HealthWatcher watcher;

  Probes(Probe probe, Waiter waiter, HealthSettings health, ProofSettings proof, HealthWatcher watcher) {
    this.probe = probe;
    this.waiter = waiter;
    this.health = health;
    this.proof = proof;
    this.watcher = watcher;
  }

  /** One probe before the app is touched. */
  Baseline baseline() throws InterruptedException {
    return Baseline.of(probe.ask(health.path()), health, proof);
  }

  /** One probe, read under what is required of the app. */
  Reading ask(Expectation expected) throws InterruptedException {
    return ask(expected, proof.require());
  }

  /** One probe; below {@link Grade#PROVEN} a good answer need not carry the mark. */
  Reading ask(Expectation expected, Grade require) throws InterruptedException {
    var asked = new ProofSettings(require, proof.label(), proof.marker(), proof.instance());
    Reading reading = Reading.of(probe.ask(health.path()), health, asked, expected);
    watcher.probed(reading);
    return reading;
  }

  /** A whole interval; true as soon as {@code cut}, asked at each wake-up, ends it. */
  boolean pause(BooleanSupplier cut) throws InterruptedException {
    Deadline next = Deadline.in(waiter, health.interval());
    while (!next.passed()) {
      waiter.pause(next.remaining());
      if (cut.getAsBoolean()) {
        return true;
      }
    }
    return false;
  }

  /** A whole interval that nothing cuts short. */
  void pause() throws InterruptedException {
    pause(() -> false);
  }

  /** So many intervals. */
  Duration intervals(int count) {
    return health.interval().multipliedBy(count);
  }
}
