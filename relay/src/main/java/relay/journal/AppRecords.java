package relay.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import relay.app.Actor;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.app.HoldReason;
import relay.app.ProvenImage;
import relay.app.RejectReason;
import relay.image.Digest;

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
            hold(row), unreadable.value("app", row, 7, codecs.observations())),
        id).orElse(AppRecord.NONE);
  }

  /** A stop sign that cannot be read still stops. */
  private Optional<Hold> hold(ResultSet row) throws SQLException {
    boolean held = row.getString(6) != null;
    Optional<Hold> hold = unreadable.value("app", row, 6, codecs.holds());
    return held && hold.isEmpty()
        ? Optional
            .of(new Hold(new Actor.Relay(), new HoldReason.Manual("the recorded hold cannot be read"), Instant.EPOCH))
        : hold;
  }

  private Map<Digest, RejectReason> rejected(Session session, long app) throws SQLException {
    Map<Digest, RejectReason> rejected = new LinkedHashMap<>();
    unreadable.list(session, "rejected digest", "SELECT digest, why FROM rejected WHERE app = ?",
        row -> Map.entry(new Digest(row.getString(1)), codecs.rejections().read(row.getString(2))), app)
        .forEach(entry -> rejected.put(entry.getKey(), entry.getValue()));
    return rejected;
  }

  private static Optional<String> text(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }
}
