package relay.journal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import relay.app.AppName;
import relay.image.Digest;
import relay.journal.engine.Engine;
import relay.journal.json.Codecs;
import relay.reconcile.Sighting;
import relay.reconcile.Sighting.Newest;
import relay.reconcile.Sightings;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;

/** The port {@link Sightings} in SQL. */
final class SqlSightings implements Sightings {
  private final Engine engine;
  private final InstantSource clock;
  private final Unreadable unreadable;
  private final RolloutRows rollouts;

  SqlSightings(Engine engine, InstantSource clock, Codecs codecs, Unreadable unreadable) {
    this.engine = engine;
    this.clock = clock;
    this.unreadable = unreadable;
    this.rollouts = new RolloutRows(codecs, unreadable);
  }

  @Override
  public Optional<Sighting> last(AppName app) {
    return engine.read(session -> unreadable.one(session, "sighting of app",
        "SELECT s.app, s.follows, s.tag, s.digest, s.at FROM sighting s JOIN app a ON a.id = s.app WHERE a.name = ?",
        row -> new Sighting(row.getString(2), newest(row.getString(3), row.getString(4)),
            Times.instant(row.getLong(5))),
        app.value()));
  }

  private static Optional<Newest> newest(@Nullable String tag, @Nullable String digest) {
    return tag == null || digest == null ? Optional.empty() : Optional.of(new Newest(tag, new Digest(digest)));
  }

  @Override
  public Optional<Rollout> saw(AppName app, Sighting sighting, Optional<RolloutRequest> news) {
    return engine.write(session -> {
      session.update(
          "INSERT INTO sighting (app, follows, tag, digest, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE "
              + "SET follows = excluded.follows, tag = excluded.tag, digest = excluded.digest, at = excluded.at",
          AppRows.id(session, app), sighting.follows(), sighting.newest().map(Newest::tag).orElse(null),
          sighting.newest().map(newest -> newest.digest().value()).orElse(null), Times.micros(sighting.at()));
      return news.isEmpty() ? Optional.empty() : Optional.of(rollouts.open(session, news.get(), Times.now(clock)));
    });
  }

  @Override
  public Instant countsSince(String webhook, Instant now) {
    Optional<Instant> known = engine.read(session -> session.one("SELECT since FROM hook_log WHERE webhook = ?",
        row -> Times.instant(row.getLong(1)), webhook));
    return known.orElseGet(() -> engine.write(session -> {
      session.update("INSERT INTO hook_log (webhook, since) VALUES (?, ?) ON CONFLICT DO NOTHING", webhook,
          Times.micros(now));
      return session.one("SELECT since FROM hook_log WHERE webhook = ?", row -> Times.instant(row.getLong(1)), webhook)
          .orElseThrow();
    }));
  }
}
