package relay.simulation;

import java.util.function.BooleanSupplier;

/** One thread of a history. Only whoever holds the baton touches it. */
final class Player {
  final String name;
  /** Whether nothing more may come of it. */
  final BooleanSupplier dead;
  final Thread thread;
  private final Baton baton;
  long wakeAt;
  boolean wakeable;
  boolean woken;
  boolean started;
  boolean over;

  Player(Baton baton, String name, BooleanSupplier dead, Thread thread) {
    this.baton = baton;
    this.name = name;
    this.dead = dead;
    this.thread = thread;
  }

  Player(Baton baton, String name, BooleanSupplier dead, Runnable body) {
    this.baton = baton;
    this.name = name;
    this.dead = dead;
    this.thread = Thread.ofVirtual().name(name).unstarted(() -> baton.playOn(this, body));
  }

  String name() {
    return name;
  }

  boolean isOver() {
    return over;
  }

  /** Ends its pause, or else the next one. */
  void wake() {
    woken = true;
    baton.rouse(this);
  }
}
