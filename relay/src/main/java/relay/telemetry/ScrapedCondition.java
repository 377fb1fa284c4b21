package relay.telemetry;

import relay.app.AppName;
import relay.rollout.AppCondition;
import relay.rollout.record.Journal;

/** What can be said of an app, read from the journal once for the gauges of one scrape. Safe from any thread. */
final class ScrapedCondition {
  private static final long FRESH_NANOS = 1_000_000_000L;
  private final Journal journal;
  private final AppName app;
  private AppCondition last = AppCondition.NEW;
  private long readAt;
  private boolean read;

  ScrapedCondition(Journal journal, AppName app) {
    this.journal = journal;
    this.app = app;
  }

  synchronized boolean is(AppCondition condition) {
    if (!read || System.nanoTime() - readAt > FRESH_NANOS) {
      last = AppCondition.of(journal.record(app), journal.unfinished(app), journal.stuck(app));
      readAt = System.nanoTime();
      read = true;
    }
    return last == condition;
  }
}
