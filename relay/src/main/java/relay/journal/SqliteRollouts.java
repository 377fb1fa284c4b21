package relay.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.image.PinnedImage;
import relay.rollout.Effect;
import relay.rollout.Journal;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Stuck;

/** The port {@link Journal} on SQLite. */
final class SqliteRollouts implements Journal {
  private final Writer writer;
  private final Readers readers;
  private final InstantSource clock;
  private final RolloutRows rows;
  private final Effects effects;
  private final Memories memories;

  SqliteRollouts(Writer writer, Readers readers, InstantSource clock, Codecs codecs) {
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
    this.rows = new RolloutRows(codecs);
    this.effects = new Effects(codecs, rows);
    this.memories = new Memories(codecs);
  }

  @Override
  public Rollout open(RolloutRequest request) {
    return writer.call(session -> {
      Instant now = Times.now(clock);
      Rollout opened = rows.open(session, request, now);
      Audit.opened(session, opened);
      return opened;
    });
  }

  @Override
  public <S extends RolloutState> S save(RolloutId id, S state, String sentence, List<Effect> brought) {
    List<Effect> all = List.copyOf(brought);
    return writer.call(session -> {
      Instant now = Times.now(clock);
      AppName app = rows.move(session, id, state, sentence, now);
      effects.apply(session, app, all, now);
      return state;
    });
  }

  @Override
  public void note(RolloutId id, String sentence) {
    var _ = writer.call(session -> {
      rows.note(session, id, sentence, Times.now(clock));
      return id;
    });
  }

  @Override
  public void apply(AppName app, String who, String why, List<Effect> brought) {
    List<Effect> all = List.copyOf(brought);
    var _ = writer.call(session -> {
      Instant now = Times.now(clock);
      effects.apply(session, app, all, now);
      Audit.applied(session, now, who, app, why, all);
      return app;
    });
  }

  /** The first wish stands; a settled rollout takes none. */
  @Override
  public void wantCancel(RolloutId id, String who, String why) {
    var _ = writer.call(session -> {
      Optional<AppName> app = rows.appUnderWay(session, id);
      if (app.isPresent() && wish(session, id, who, why)) {
        Audit.wished(session, Times.now(clock), who, app.get(), why, id);
      }
      return id;
    });
  }

  private static boolean wish(Session session, RolloutId id, String who, String why) throws SQLException {
    return session.update("UPDATE rollout SET cancel_who = ?, cancel_why = ? WHERE id = ? AND cancel_who IS NULL",
        who, why, id.value()) > 0;
  }

  @Override
  public Optional<CancelWish> cancelWanted(RolloutId id) {
    return readers.call(session -> session.one(
        "SELECT cancel_who, cancel_why FROM rollout WHERE id = ? AND cancel_who IS NOT NULL",
        row -> new CancelWish(row.getString(1), row.getString(2)), id.value()));
  }

  @Override
  public Optional<Rollout> rollout(RolloutId id) {
    return readers.call(session -> session.one("SELECT " + RolloutRows.COLUMNS + " FROM rollout WHERE id = ?",
        rows::read, id.value()));
  }

  @Override
  public List<Rollout> unfinished(AppName app) {
    return readers.call(session -> session.list("SELECT " + RolloutRows.COLUMNS
        + " FROM rollout WHERE app = ? AND settled = 0 ORDER BY id", rows::read, app.value()));
  }

  @Override
  public List<Rollout> history(Optional<AppName> app, int limit) {
    String select = "SELECT " + RolloutRows.COLUMNS + " FROM rollout";
    int most = Math.max(0, limit); // to SQLite a negative one means all
    return readers.call(session -> app.isPresent()
        ? session.list(select + " WHERE app = ? ORDER BY id DESC LIMIT ?", rows::read, app.get().value(), most)
        : session.list(select + " ORDER BY id DESC LIMIT ?", rows::read, most));
  }

  @Override
  public Optional<Rollout> stuck(AppName app) {
    return readers.call(session -> session.one("SELECT " + RolloutRows.COLUMNS
        + " FROM rollout WHERE app = ? AND touched IS NOT NULL ORDER BY touched DESC LIMIT 1", rows::read,
        app.value())).filter(rollout -> rollout.state() instanceof Stuck);
  }

  @Override
  public boolean quarantined(PinnedImage image) {
    return readers.call(session -> Quarantine.holds(session, image));
  }

  @Override
  public AppRecord memory(AppName app) {
    return readers.call(session -> memories.of(session, app));
  }

  @Override
  public List<Moment> timeline(RolloutId id) {
    return readers.call(session -> session.list(
        "SELECT at, state, sentence FROM moment WHERE rollout = ? ORDER BY id",
        row -> new Moment(Times.instant(row.getLong(1)), row.getString(2), row.getString(3)), id.value()));
  }
}
