package relay.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import relay.app.Actor;
import relay.app.AppName;
import relay.journal.engine.Session;
import relay.journal.json.StoredText;
import relay.rollout.Cause;
import relay.rollout.Rollout;
import relay.rollout.StopRequest;
import relay.rollout.record.Effect;
import relay.rollout.record.Note;
import relay.rollout.record.Words;

/** Who did what, when and why, beside the rollouts' own moves; within a transaction of the caller. */
final class Audit {
  private Audit() {}

  static void applied(Session session, Instant at, Actor by, AppName app, String why, List<Effect> effects)
      throws SQLException {
    add(session, at, by, app, why, effects.stream().map(Words::effect).collect(Collectors.joining(", ")));
  }

  /** A rollout that a person asked for; others have their delivery or their finding for a reason. */
  static void opened(Session session, Rollout rollout) throws SQLException {
    if (rollout.request().cause() instanceof Cause.Manual manual) {
      add(session, rollout.opened(), manual.by(), rollout.app(), manual.reason(),
          rollout.request().cause().label() + " as rollout " + rollout.id());
    }
  }

  static void stopRequested(Session session, Instant at, Rollout rollout, StopRequest request) throws SQLException {
    add(session, at, request.by(), rollout.app(), request.reason(),
        (request.rollback() ? "rolls back" : "cancels") + " rollout " + rollout.id());
  }

  static void retryRequested(Session session, Instant at, Rollout rollout, Note.RetryRequested request)
      throws SQLException {
    add(session, at, request.by(), rollout.app(), request.reason(), "starts rollout " + rollout.id() + " at once");
  }

  /** The newest first. */
  static List<AuditLine> newest(Session session, int limit) throws SQLException {
    return session.list("SELECT at, who, app, why, what FROM audit ORDER BY id DESC LIMIT ?",
        row -> new AuditLine(Times.instant(row.getLong(1)), row.getString(2), row.getString(3), row.getString(4),
            row.getString(5)),
        Math.max(0, limit));
  }

  private static void add(Session session, Instant at, Actor by, AppName app, String why, String what)
      throws SQLException {
    session.update("INSERT INTO audit (at, who, app, why, what) VALUES (?, ?, ?, ?, ?)", Times.micros(at), by.label(),
        app.value(), StoredText.of(why), StoredText.of(what));
  }
}
