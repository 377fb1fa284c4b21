package relay.simulation;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import relay.rollout.record.JournalException;

/** One life of the relay's process, and how it ends: killed at any moment, or at a write of its journal, or stopped. */
final class Life {
  private final Baton baton;
  private final JournalView view;
  private final BooleanSupplier journalDown;
  private Optional<KillAtSave> killAtSave = Optional.empty();
  private boolean dead;
  private boolean stopping;

  /**
   * Where it is to be killed.
   *
   * @param writes how many more there are to be, the last being the one
   * @param before whether that one is not committed
   * @param then what comes after the kill
   */
  record KillAtSave(int writes, boolean before, Runnable then) {}

  Life(Baton baton, JournalView view, BooleanSupplier journalDown) {
    this.baton = baton;
    this.view = view;
    this.journalDown = journalDown;
  }

  boolean isDead() {
    return dead;
  }

  boolean isStopping() {
    return stopping || dead;
  }

  /** Its threads are to end at their next pause. */
  void stop() {
    stopping = true;
  }

  /** Its threads end at whatever they do next. */
  void kill() {
    dead = true;
    baton.rouseTheDead();
  }

  void killAtSave(KillAtSave when) {
    killAtSave = Optional.of(when);
  }

  void requireAlive() {
    if (dead) {
      throw new Killed();
    }
  }

  private void call() {
    requireAlive();
    baton.between();
    if (journalDown.getAsBoolean()) {
      throw new JournalException("the journal is down", new IllegalStateException("down"));
    }
  }

  <T> T read(Supplier<T> work) {
    call();
    return work.get();
  }

  /** {@code then} sees what was committed before anybody else does anything. */
  <T> T write(Supplier<T> work, Consumer<T> then) {
    call();
    Optional<KillAtSave> last = killAtSave.filter(when -> when.writes() <= 1);
    killAtSave = killAtSave.map(when -> new KillAtSave(when.writes() - 1, when.before(), when.then()));
    last.filter(KillAtSave::before).ifPresent(this::die);
    T result;
    try {
      result = work.get();
    } finally {
      view.clear();
    }
    then.accept(result);
    last.ifPresent(this::die);
    baton.between();
    return result;
  }

  private void die(KillAtSave when) {
    killAtSave = Optional.empty();
    kill();
    when.then().run();
    throw new Killed();
  }
}
