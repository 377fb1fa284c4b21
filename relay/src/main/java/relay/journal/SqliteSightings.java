package relay.journal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import relay.app.AppName;
import relay.image.Digest;
import relay.reconcile.Sighting;
import relay.reconcile.Sightings;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;

/** The port {@link Sightings} on SQLite. */
final class SqliteSightings implements Sightings {
  private final Writer writer;
  private final Readers readers;
  private final InstantSource clock;
  private final RolloutRows rollouts;

  SqliteSightings(Writer writer, Readers readers, InstantSource clock, Codecs codecs) {
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
    this.rollouts = new RolloutRows(codecs);
  }

  @Override
  public Optional<Sighting> last(AppName app) {
    return readers.call(session -> session.one("SELECT follows, tag, digest, at FROM sighting WHERE app = ?",
        row -> new Sighting(row.getString(1), row.getString(2), new Digest(row.getString(3)),
            Times.instant(row.getLong(4))),
        app.value()));
  }

  @Override
  public Optional<Rollout> saw(AppName app, Sighting sighting, Optional<RolloutRequest> news) {
    return writer.call(session -> {
      session.update(
          "INSERT INTO sighting (app, follows, tag, digest, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE "
              + "SET follows = excluded.follows, tag = excluded.tag, digest = excluded.digest, at = excluded.at",
          app.value(), sighting.follows(), sighting.tag(), sighting.digest().value(), Times.micros(sighting.at()));
      return news.isEmpty() ? Optional.empty() : Optional.of(rollouts.open(session, news.get(), Times.now(clock)));
    });
  }

  @Override
  public Instant countsSince(String webhook, Instant now) {
    Optional<Instant> known = readers.call(session -> session.one("SELECT since FROM hook_log WHERE webhook = ?",
        row -> Times.instant(row.getLong(1)), webhook));
    return known.orElseGet(() -> writer.call(session -> {
      session.update("INSERT INTO hook_log (webhook, since) VALUES (?, ?) ON CONFLICT DO NOTHING", webhook,
          Times.micros(now));
      return session.one("SELECT since FROM hook_log WHERE webhook = ?", row -> Times.instant(row.getLong(1)), webhook)
          .orElseThrow();
    }));
  }
}
