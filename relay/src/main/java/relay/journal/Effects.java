package relay.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.app.Observation;
import relay.journal.engine.NotAllowedException;
import relay.journal.engine.Session;
import relay.journal.json.Codecs;
import relay.rollout.RolloutId;
import relay.rollout.record.Effect;

/** Makes effects true, within a transaction of the caller. */
final class Effects {
  private final Codecs codecs;
  private final RolloutRows rollouts;
  private final AppRecords records;

  Effects(Codecs codecs, RolloutRows rollouts, AppRecords records) {
    this.codecs = codecs;
    this.rollouts = rollouts;
    this.records = records;
  }

  /** {@code by}: the rollout whose move brings them; empty when none does. */
  void apply(Session session, long app, Optional<RolloutId> by, List<Effect> effects, Instant now)
      throws SQLException {
    for (Effect effect : effects) {
      apply(session, app, by, effect, now);
    }
  }

  private void apply(Session session, long app, Optional<RolloutId> by, Effect effect, Instant now)
      throws SQLException {
    switch (effect) {
      case Effect.Live(var image, var tag) -> live(session, app, image, tag.orElse(null));
      case Effect.FirstSight sight -> firstSight(session, app, sight);
      case Effect.Reject(var digest, var why) ->
        session.update("INSERT INTO rejected (app, digest, why, at) VALUES (?, ?, ?, ?) "
            + "ON CONFLICT DO UPDATE SET why = excluded.why, at = excluded.at", app, digest.value(),
            codecs.rejections().write(why), Times.micros(now));
      case Effect.Unreject(var digest) ->
        session.update("DELETE FROM rejected WHERE app = ? AND digest = ?", app, digest.value());
      case Effect.HoldApp(var hold) -> hold(session, app, hold);
      case Effect.ReleaseApp() -> session.update("UPDATE app SET hold = NULL WHERE id = ?", app);
      case Effect.EndDrift() -> {
        if (records.hold(session, app).filter(Hold::isDrift).isPresent()) {
          session.update("UPDATE app SET hold = NULL WHERE id = ?", app);
        }
      }
      case Effect.Open(var request) -> rollouts.open(session, request, now);
      case Effect.Supersede(var older, var version) -> rollouts.supersede(session, older, version,
          by.orElseThrow(() -> new NotAllowedException("only another rollout can supersede one")), now);
      case Effect.Observed(var observation) -> session.update("UPDATE app SET observation = ? WHERE id = ?",
          codecs.observations().write(observation), app);
      case Effect.Announce(var announcement) ->
        session.update("INSERT INTO outbox (announcement, opened) VALUES (?, ?)",
            codecs.announcements().write(announcement), Times.micros(now));
    }
  }

  /** What is written now is no drift: a look that found one is out of date. */
  private void live(Session session, long app, ConfiguredImage image, @Nullable String tag) throws SQLException {
    session.update("UPDATE app SET live = ?, live_tag = ? WHERE id = ?", image.verbatim(), tag, app);
    if (records.observation(session, app)
        .filter(last -> last.condition() instanceof Observation.Condition.Drifted).isPresent()) {
      session.update("UPDATE app SET observation = NULL WHERE id = ?", app);
    }
  }

  private void hold(Session session, long app, Hold hold) throws SQLException {
    Optional<Hold> before = records.hold(session, app);
    if (before.isEmpty() || before.get().yieldsTo(hold)) {
      session.update("UPDATE app SET hold = ? WHERE id = ?", codecs.holds().write(hold), app);
    }
  }

  /** What the app's image named in its repository is presumed; where it named nothing, the image is kept to the letter. */
  private void firstSight(Session session, long app, Effect.FirstSight sight) throws SQLException {
    ConfiguredImage live = sight.live();
    boolean foreign = sight.presumed().isEmpty();
    session.update("UPDATE app SET live = ?, live_tag = ?, presumed = ?, foreign_image = ? "
        + "WHERE id = ? AND live IS NULL", live.verbatim(),
        foreign ? null : live.tagged().map(image -> image.tag()).orElse(null),
        sight.presumed().map(codecs.images()::write).orElse(null), foreign ? live.verbatim() : null, app);
  }
}
