package relay.journal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import relay.app.Actor;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.image.PinnedImage;
import relay.journal.engine.Engine;
import relay.journal.json.Codecs;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.StopRequest;
import relay.rollout.record.Effect;
import relay.rollout.record.Journal;
import relay.rollout.record.Moment;
import relay.rollout.record.Note;

/** The port {@link Journal} in SQL. */
final class SqlJournal implements Journal {
  private final Engine engine;
  private final InstantSource clock;
  private final Codecs codecs;
  private final Unreadable unreadable;
  private final RolloutRows rows;
  private final Effects effects;
  private final AppRecords records;

  SqlJournal(Engine engine, InstantSource clock, Codecs codecs, Unreadable unreadable) {
    this.engine = engine;
    this.clock = clock;
    this.codecs = codecs;
    this.unreadable = unreadable;
    this.rows = new RolloutRows(codecs, unreadable);
    this.records = new AppRecords(codecs, unreadable);
    this.effects = new Effects(codecs, rows, records);
  }

  @Override
  public Rollout open(RolloutRequest request) {
    return engine.write(session -> {
      Rollout opened = rows.open(session, request, Times.now(clock));
      Audit.opened(session, opened);
      return opened;
    });
  }

  @Override
  public Rollout save(Rollout from, RolloutState to, List<Note> notes, List<Effect> brought) {
    List<Note> said = List.copyOf(notes);
    List<Effect> all = List.copyOf(brought);
    return engine.write(session -> {
      Instant now = Times.now(clock);
      for (Note note : said) {
        rows.note(session, from.id(), note, now);
      }
      Rollout saved = rows.move(session, from, to, now);
      effects.apply(session, AppRows.id(session, from.app()), Optional.of(from.id()), all, now);
      return saved;
    });
  }

  @Override
  public void note(RolloutId id, Note note) {
    var _ = engine.write(session -> {
      rows.note(session, id, note, Times.now(clock));
      return id;
    });
  }

  @Override
  public void apply(AppName app, Actor by, String reason, List<Effect> brought) {
    List<Effect> all = List.copyOf(brought);
    var _ = engine.write(session -> {
      Instant now = Times.now(clock);
      effects.apply(session, AppRows.id(session, app), Optional.empty(), all, now);
      Audit.applied(session, now, by, app, reason, all);
      return app;
    });
  }

  @Override
  public boolean requestStop(RolloutId id, StopRequest request) {
    return engine.write(session -> {
      Rollout rollout = rows.find(session, id).orElseThrow(() -> RolloutRows.unknown(id));
      if (rollout.state() instanceof RolloutState.Settled) {
        return false;
      }
      Optional<StopRequest> before = Stops.of(session, codecs, unreadable, id);
      if (before.isEmpty() || (request.rollback() && !before.get().rollback())) {
        session.update("UPDATE rollout SET stop = ? WHERE id = ?", codecs.stops().write(request), id.value());
        Audit.stopRequested(session, Times.now(clock), rollout, request);
      }
      return true;
    });
  }

  @Override
  public Optional<StopRequest> stopRequested(RolloutId id) {
    return engine.read(session -> Stops.of(session, codecs, unreadable, id));
  }

  @Override
  public void bringForward(RolloutId id, Note why) {
    var _ = engine.write(session -> {
      Instant now = Times.now(clock);
      boolean sooner = rows.bringForward(session, id, why, now);
      if (sooner && why instanceof Note.RetryRequested request) {
        Audit.retryRequested(session, now, rows.find(session, id).orElseThrow(), request);
      }
      return sooner;
    });
  }

  @Override
  public Optional<Rollout> rollout(RolloutId id) {
    return engine.read(session -> rows.find(session, id));
  }

  @Override
  public List<Rollout> unfinished(AppName app) {
    return engine
        .read(session -> rows.list(session, "WHERE a.name = ? AND r.settled = 0 ORDER BY r.id", app.value()));
  }

  @Override
  public List<Rollout> history(Optional<AppName> app, int limit) {
    int most = Math.max(0, limit); // to SQLite a negative one means all
    return engine.read(session -> app.isPresent()
        ? rows.list(session, "WHERE a.name = ? ORDER BY r.id DESC LIMIT ?", app.get().value(), most)
        : rows.list(session, "ORDER BY r.id DESC LIMIT ?", most));
  }

  @Override
  public Optional<Rollout> stuck(AppName app) {
    List<Rollout> last = engine.read(session -> rows.list(session,
        "WHERE a.name = ? AND r.touched IS NOT NULL ORDER BY r.touched DESC LIMIT 1", app.value()));
    return last.stream().filter(rollout -> rollout.state() instanceof Stuck).findFirst();
  }

  @Override
  public boolean quarantined(PinnedImage image) {
    return engine.read(session -> Quarantine.holds(session, image));
  }

  @Override
  public AppRecord record(AppName app) {
    return engine.read(session -> records.of(session, app));
  }

  @Override
  public List<Moment> timeline(RolloutId id) {
    return engine.read(session -> unreadable.list(session, "moment",
        "SELECT id, at, state, entry FROM moment WHERE rollout = ? ORDER BY id",
        row -> new Moment(Times.instant(row.getLong(2)), row.getString(3), codecs.entries().read(row.getString(4))),
        id.value()));
  }
}
