package relay.notify;

import java.time.Instant;
import java.util.List;
import relay.rollout.record.Announcement;

/** Announcements in the journal that wait to be sent. Blocks. */
public interface Outbox {
  /** Those due at {@code now}, oldest first. */
  List<Waiting> due(Instant now, int limit);

  /** Delivered: not offered again. */
  void delivered(long id);

  /** Not delivered yet: offered again from {@code next} on. */
  void later(long id, Instant next, String why);

  /** Given up; kept for the record. */
  void givenUp(long id, String why);

  /** One announcement that waits; {@code tries} were made so far. */
  record Waiting(long id, Announcement announcement, int tries) {}
}
