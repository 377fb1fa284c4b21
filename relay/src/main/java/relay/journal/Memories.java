package relay.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.app.ConfiguredImage;
import relay.image.Digest;
import relay.image.PinnedImage;

/** Puts together what is remembered of an app, within a transaction of the caller. */
final class Memories {
  private final Codecs codecs;

  Memories(Codecs codecs) {
    this.codecs = codecs;
  }

  AppRecord of(Session session, AppName app) throws SQLException {
    List<PinnedImage> proven = proven(session, app);
    Map<Digest, String> rejected = rejected(session, app);
    return session.one("SELECT expected, presumed, foreign_image, live_tag, hold FROM app WHERE name = ?",
        row -> new AppRecord(text(row, 1).map(ConfiguredImage::new), text(row, 2).map(codecs.images()::read),
            text(row, 3).map(ConfiguredImage::new), proven, text(row, 4), rejected,
            text(row, 5).map(codecs.holds()::read)),
        app.value())
        .orElseGet(() -> new AppRecord(Optional.empty(), Optional.empty(), Optional.empty(), proven, Optional.empty(),
            rejected, Optional.empty()));
  }

  private List<PinnedImage> proven(Session session, AppName app) throws SQLException {
    Set<Digest> seen = new HashSet<>();
    return session.list("SELECT proven FROM rollout WHERE app = ? AND proven IS NOT NULL GROUP BY proven "
        + "ORDER BY max(touched) DESC", row -> codecs.images().read(row.getString(1)), app.value())
        .stream().filter(image -> seen.add(image.digest())).toList();
  }

  private static Map<Digest, String> rejected(Session session, AppName app) throws SQLException {
    Map<Digest, String> rejected = new LinkedHashMap<>();
    session.list("SELECT digest, why FROM rejected WHERE app = ?",
        row -> Map.entry(new Digest(row.getString(1)), row.getString(2)), app.value())
        .forEach(entry -> rejected.put(entry.getKey(), entry.getValue()));
    return rejected;
  }

  private static Optional<String> text(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }
}
