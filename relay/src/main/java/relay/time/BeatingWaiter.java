package relay.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Beats at least once a minute while its thread waits, so that a loop that does not beat is one that hangs. */
public final class BeatingWaiter implements Waiter {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private final Waiter waiter;
  private final String loop;
  private final LoopListener listener;

  public BeatingWaiter(Waiter waiter, String loop, LoopListener listener) {
    this.waiter = waiter;
    this.loop = loop;
    this.listener = listener;
  }

  @Override
  public Instant now() {
    return waiter.now();
  }

  @Override
  public long nanos() {
    return waiter.nanos();
  }

  @Override
  public void pause(Duration length) throws InterruptedException {
    Deadline end = Deadline.in(waiter, length);
    do {
      listener.beat(loop, waiter.now());
      Duration piece = end.remaining().compareTo(LONGEST) < 0 ? end.remaining() : LONGEST;
      Deadline pieceEnd = Deadline.in(waiter, piece);
      waiter.pause(piece);
      if (!pieceEnd.passed()) {
        return; // woken
      }
    } while (!end.passed());
  }

  @Override
  public <T> Optional<T> unless(BooleanSupplier unwanted, Errand<T> work) throws InterruptedException {
    return waiter.unless(unwanted, work);
  }
}
