package relay.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import relay.app.AppName;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.rollout.Effect;

/** Makes effects true, within a transaction of the caller. */
final class Effects {
  private final Codecs codecs;
  private final RolloutRows rollouts;

  Effects(Codecs codecs, RolloutRows rollouts) {
    this.codecs = codecs;
    this.rollouts = rollouts;
  }

  void apply(Session session, AppName app, List<Effect> effects, Instant now) throws SQLException {
    for (Effect effect : effects) {
      apply(session, app, effect, now);
    }
  }

  private void apply(Session session, AppName app, Effect effect, Instant now) throws SQLException {
    switch (effect) {
      case Effect.Expect(var live, var tag) -> expect(session, app, Optional.of(live), tag);
      case Effect.ExpectNothing() -> expect(session, app, Optional.empty(), Optional.empty());
      case Effect.FirstSight sight -> firstSight(session, app, sight);
      case Effect.Reject(var digest, var why) ->
        session.update("INSERT INTO rejected (app, digest, why, at) VALUES (?, ?, ?, ?) "
            + "ON CONFLICT DO UPDATE SET why = excluded.why, at = excluded.at", app.value(), digest.value(), why,
            Times.micros(now));
      case Effect.Forgive(var digest) ->
        session.update("DELETE FROM rejected WHERE app = ? AND digest = ?", app.value(), digest.value());
      case Effect.HoldApp(var hold) ->
        session.update("INSERT INTO app (name, hold) VALUES (?, ?) "
            + "ON CONFLICT DO UPDATE SET hold = coalesce(hold, excluded.hold)", app.value(),
            codecs.holds().write(hold));
      case Effect.ReleaseApp() -> session.update("UPDATE app SET hold = NULL WHERE name = ?", app.value());
      case Effect.EndDrift() -> endDrift(session, app);
      case Effect.Open(var request) -> rollouts.open(session, request, now);
      case Effect.Announce(var announcement) ->
        session.update("INSERT INTO outbox (announcement, opened) VALUES (?, ?)",
            codecs.announcements().write(announcement), Times.micros(now));
    }
  }

  private void endDrift(Session session, AppName app) throws SQLException {
    Optional<Hold> hold = session.one("SELECT hold FROM app WHERE name = ? AND hold IS NOT NULL",
        row -> codecs.holds().read(row.getString(1)), app.value());
    if (hold.filter(Hold::isDrift).isPresent()) {
      session.update("UPDATE app SET hold = NULL WHERE name = ?", app.value());
    }
  }

  private static void expect(Session session, AppName app, Optional<ConfiguredImage> live, Optional<String> tag)
      throws SQLException {
    session.update("INSERT INTO app (name, expected, live_tag) VALUES (?, ?, ?) "
        + "ON CONFLICT DO UPDATE SET expected = excluded.expected, live_tag = excluded.live_tag", app.value(),
        live.map(ConfiguredImage::verbatim).orElse(null), tag.orElse(null));
  }

  /** What the app's image named in its repository is presumed; where it named nothing, the image is kept to the letter. */
  private void firstSight(Session session, AppName app, Effect.FirstSight sight) throws SQLException {
    ConfiguredImage live = sight.live();
    boolean foreign = sight.presumed().isEmpty();
    expect(session, app, Optional.of(live), foreign ? Optional.empty() : live.tagged().map(image -> image.tag()));
    session.update("UPDATE app SET presumed = ?, foreign_image = ? WHERE name = ?",
        sight.presumed().map(codecs.images()::write).orElse(null), foreign ? live.verbatim() : null, app.value());
  }
}
