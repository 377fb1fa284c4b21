package relay.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import relay.rollout.Announcement;

/** An outbox that outlives its sender, as the journal does, and forgets at the end of the test. */
final class MemoryOutbox implements Outbox {
  private record Row(Announcement announcement, int tries, Instant next) {}

  private final Map<Long, Row> waiting = new LinkedHashMap<>();
  private final List<String> log = new ArrayList<>();
  private long last;

  synchronized void add(Announcement announcement) {
    waiting.put(++last, new Row(announcement, 0, Instant.EPOCH));
  }

  /** What was recorded of the sender's work, oldest first. */
  synchronized List<String> log() {
    return List.copyOf(log);
  }

  @Override
  public synchronized List<Waiting> due(Instant now, int limit) {
    return waiting.entrySet().stream().filter(entry -> !entry.getValue().next().isAfter(now)).limit(limit)
        .map(entry -> new Waiting(entry.getKey(), entry.getValue().announcement(), entry.getValue().tries())).toList();
  }

  @Override
  public synchronized void told(long id) {
    waiting.remove(id);
    log.add("told " + id);
  }

  @Override
  public synchronized void later(long id, Instant next, String why) {
    waiting.computeIfPresent(id, (_, row) -> new Row(row.announcement(), row.tries() + 1, next));
    log.add("later " + id + " at " + next + ": " + why);
  }

  @Override
  public synchronized void givenUp(long id, String why) {
    waiting.remove(id);
    log.add("given up " + id + ": " + why);
  }
}
