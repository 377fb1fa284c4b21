package relay.simulation;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import relay.time.Waiter;

/** The waiter of one loop of one life. */
final class SimulatedWaiter implements Waiter {
  private final Baton baton;
  private final Life life;
  private @Nullable Player player;

  SimulatedWaiter(Baton baton, Life life) {
    this.baton = baton;
    this.life = life;
  }

  /** The thread that waits with it. */
  void belongsTo(Player thread) {
    player = thread;
  }

  void wake() {
    if (player != null) {
      player.wake();
    }
  }

  @Override
  public Instant now() {
    return baton.wall();
  }

  @Override
  public long nanos() {
    return baton.nanos();
  }

  @Override
  public void pause(Duration length) throws InterruptedException {
    goOn();
    baton.pause(length);
    goOn();
  }

  private void goOn() throws InterruptedException {
    life.requireAlive();
    if (life.isStopping()) {
      throw new InterruptedException("stopping");
    }
  }
}
