package relay.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import relay.app.Actor;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.app.HoldReason;
import relay.app.Observation;
import relay.app.ProvenImage;
import relay.app.RejectReason;
import relay.image.Digest;
import relay.journal.engine.Session;
import relay.journal.json.Codecs;

/** Puts together what is remembered of an app, within a transaction of the caller. */
final class AppRecords {
  private final Codecs codecs;
  private final Unreadable unreadable;

  AppRecords(Codecs codecs, Unreadable unreadable) {
    this.codecs = codecs;
    this.unreadable = unreadable;
  }

  AppRecord of(Session session, AppName app) throws SQLException {
    Optional<Long> known = session.one("SELECT id FROM app WHERE name = ?", row -> row.getLong(1), app.value());
    if (known.isEmpty()) {
      return AppRecord.NONE;
    }
    long id = known.get();
    List<ProvenImage> proven = unreadable.list(session, "proven image", "SELECT image, tag FROM proven WHERE app = ? "
        + "ORDER BY moment DESC", row -> new ProvenImage(codecs.images().read(row.getString(1)), text(row, 2)), id);
    Map<Digest, RejectReason> rejected = rejected(session, id);
    return session.one("SELECT id, live, live_tag, presumed, foreign_image, hold, observation FROM app WHERE id = ?",
        row -> new AppRecord(text(row, 2).map(ConfiguredImage::new), text(row, 3),
            unreadable.value("app", row, 4, codecs.images()), text(row, 5).map(ConfiguredImage::new), proven, rejected,
            hold(row, 6), unreadable.value("app", row, 7, codecs.observations())),
        id).orElse(AppRecord.NONE);
  }

  Optional<Hold> hold(Session session, long app) throws SQLException {
    return session.one("SELECT id, hold FROM app WHERE id = ? AND hold IS NOT NULL", row -> hold(row, 2).orElseThrow(),
        app);
  }

  Optional<Observation> observation(Session session, long app) throws SQLException {
    return session.one("SELECT id, observation FROM app WHERE id = ?",
        row -> unreadable.value("app", row, 2, codecs.observations()), app).flatMap(Function.identity());
  }

  /** A stop sign that cannot be read still stops, until a person releases the app. */
  private Optional<Hold> hold(ResultSet row, int column) throws SQLException {
    if (row.getString(column) == null) {
      return Optional.empty();
    }
    return unreadable.value("app", row, column, codecs.holds()).or(() -> Optional
        .of(new Hold(new Actor.Relay(), new HoldReason.Manual("the recorded hold cannot be read"), Instant.EPOCH)));
  }

  private Map<Digest, RejectReason> rejected(Session session, long app) throws SQLException {
    Map<Digest, RejectReason> rejected = new LinkedHashMap<>();
    unreadable.list(session, "rejected digest", "SELECT digest, why FROM rejected WHERE app = ?",
        row -> Map.entry(new Digest(row.getString(1)), reason(row)), app)
        .forEach(entry -> rejected.put(entry.getKey(), entry.getValue()));
    return rejected;
  }

  /** A digest whose reason cannot be read stays rejected, until a person lifts that. */
  private RejectReason reason(ResultSet row) throws SQLException {
    return unreadable.value("rejected digest", row, 2, codecs.rejections())
        .orElseGet(() -> new RejectReason.LeftByRollback(0, "the recorded reason cannot be read"));
  }

  private static Optional<String> text(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }
}
