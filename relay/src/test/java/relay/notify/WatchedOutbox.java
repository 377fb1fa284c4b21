package relay.notify;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import relay.app.Actor;
import relay.journal.JournalStore;
import relay.journal.engine.MemoryEngine;
import relay.rollout.record.Announcement;
import relay.rollout.record.Effect;

/** The journal's outbox, in memory, with a list of what its sender did. */
final class WatchedOutbox implements Outbox {
  private final JournalStore store;
  private volatile Runnable asked = () -> {};
  private final List<String> log = new CopyOnWriteArrayList<>();

  WatchedOutbox(InstantSource clock) {
    this.store = JournalStore.over(new MemoryEngine(), clock);
  }

  void add(Announcement announcement) {
    store.journal().apply(announcement.app(), new Actor.Relay(), "test", List.of(new Effect.Announce(announcement)));
  }

  /** What was recorded of the sender's work, oldest first. */
  List<String> log() {
    return List.copyOf(log);
  }

  /** Runs whenever the sender asks what is due, before the answer. */
  void whenAsked(Runnable asked) {
    this.asked = asked;
  }

  @Override
  public List<Waiting> due(Instant now, int limit) {
    asked.run();
    return store.outbox().due(now, limit);
  }

  @Override
  public void delivered(long id) {
    store.outbox().delivered(id);
    log.add("delivered " + id);
  }

  @Override
  public void later(long id, Instant next, String why) {
    store.outbox().later(id, next, why);
    log.add("later " + id + " at " + next + ": " + why);
  }

  @Override
  public void givenUp(long id, String why) {
    store.outbox().givenUp(id, why);
    log.add("given up " + id + ": " + why);
  }
}
