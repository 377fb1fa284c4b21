package relay.journal;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import relay.image.PinnedImage;
import relay.intake.Delivery;
import relay.intake.Inbox;
import relay.push.Push;
import relay.rollout.Journal.JournalFailure;

/** The port {@link Inbox} on SQLite. */
final class SqliteInbox implements Inbox {
  private static final String COLUMNS = "id, door, registry, received, event, action, body, ignored, "
      + "deletions, quarantined";
  private final Writer writer;
  private final Readers readers;
  private final Codecs codecs;

  SqliteInbox(Writer writer, Readers readers, Codecs codecs) {
    this.writer = writer;
    this.readers = readers;
    this.codecs = codecs;
  }

  @Override
  public Future<Long> record(Delivery delivery) {
    var lists = new Lists(codecs.sentences().write(delivery.ignored()),
        codecs.deletions().write(delivery.deletions()), codecs.imageLists().write(delivery.quarantined()));
    try {
      return told(writer.deliver(session -> insert(session, delivery, lists)), Unwritable::new);
    } catch (Full e) {
      return Future.failedFuture(e);
    }
  }

  /** What a delivery holds several of, as JSON: written on the caller's thread, so that the journal's own only stores. */
  private record Lists(String ignored, String deletions, String quarantined) {}

  private static long insert(Session session, Delivery delivery, Lists lists) throws SQLException {
    long received = Times.micros(delivery.received());
    long id = session.insert("INSERT INTO delivery (door, registry, received, event, action, body, ignored, "
        + "deletions, quarantined) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id", delivery.door(),
        delivery.registry(), received, delivery.event().orElse(null), delivery.action(), delivery.body(),
        lists.ignored(), lists.deletions(), lists.quarantined());
    for (Push push : delivery.pushes()) {
      SqlitePushes.insert(session, id, push);
      Quarantine.release(session, push.image().at(push.digest()));
    }
    for (PinnedImage image : delivery.quarantined()) {
      Quarantine.hold(session, image, received);
    }
    return id;
  }

  @Override
  public Future<Optional<Recorded>> delivery(long id) {
    return told(readers.ask(session -> {
      Optional<Row> row = session.one("SELECT " + COLUMNS + " FROM delivery WHERE id = ?", this::read, id);
      return row.isEmpty() ? Optional.empty() : Optional.of(whole(session, row.get()));
    }), SqliteInbox::unreadable);
  }

  @Override
  public Future<List<Recorded>> deliveries(int limit) {
    return told(readers.ask(session -> {
      List<Recorded> all = new ArrayList<>();
      for (Row row : session.list("SELECT " + COLUMNS + " FROM delivery ORDER BY id DESC LIMIT ?", this::read,
          Math.max(0, limit))) {
        all.add(whole(session, row));
      }
      return all;
    }), SqliteInbox::unreadable);
  }

  @Override
  public Future<List<String>> unknown(String registry, List<String> events) {
    List<String> asked = List.copyOf(events);
    return told(readers.ask(session -> {
      List<String> unknown = new ArrayList<>();
      for (String event : asked) {
        if (session
            .one("SELECT 1 FROM delivery WHERE registry = ? AND event = ?", row -> row.getInt(1), registry, event)
            .isEmpty()) {
          unknown.add(event);
        }
      }
      return unknown;
    }), SqliteInbox::unreadable);
  }

  /** A delivery without its pushes. */
  private record Row(long id, Delivery delivery) {}

  private Row read(ResultSet row) throws SQLException {
    return new Row(row.getLong(1), new Delivery(row.getString(2), row.getString(3), Times.instant(row.getLong(4)),
        Optional.ofNullable(row.getString(5)), row.getString(6), row.getString(7), List.of(),
        codecs.deletions().read(row.getString(9)), codecs.imageLists().read(row.getString(10)),
        codecs.sentences().read(row.getString(8))));
  }

  private static Recorded whole(Session session, Row row) throws SQLException {
    List<Push> pushes = session.list("SELECT " + SqlitePushes.COLUMNS + " FROM push WHERE delivery = ? ORDER BY id",
        found -> SqlitePushes.read(found).push(), row.id());
    List<String> outcomes = session.list("SELECT o.sentence FROM push p JOIN outcome o ON o.push = p.id "
        + "WHERE p.delivery = ? ORDER BY o.id", found -> found.getString(1), row.id());
    Delivery bare = row.delivery();
    return new Recorded(row.id(), new Delivery(bare.door(), bare.registry(), bare.received(), bare.event(),
        bare.action(), bare.body(), pushes, bare.deletions(), bare.quarantined(), bare.ignored()), outcomes);
  }

  private static JournalFailure unreadable(Throwable cause) {
    return new JournalFailure("the journal cannot be read", cause);
  }

  /** Completes on the caller's context; for a caller without one on a thread of its own, never on the journal's. */
  private static <T> Future<T> told(CompletableFuture<T> done, Function<Throwable, RuntimeException> failure) {
    Context context = Vertx.currentContext();
    Executor caller = context == null ? Thread::startVirtualThread : work -> context.runOnContext(_ -> work.run());
    Promise<T> promise = Promise.promise();
    var _ = done.whenComplete((result, cause) -> caller.execute(() -> {
      if (cause == null) {
        promise.complete(result);
      } else {
        promise.fail(failure.apply(cause));
      }
    }));
    return promise.future();
  }
}
