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
import relay.journal.engine.Engine;
import relay.journal.engine.Session;
import relay.journal.json.Codecs;
import relay.push.Push;
import relay.push.PushOutcome;
import relay.rollout.record.JournalException;

/** The port {@link Inbox} in SQL. */
final class SqlInbox implements Inbox {
  private static final String COLUMNS = "id, receiver, registry, received, event, action, body, ignored, "
      + "deletions, quarantined";
  private final Engine engine;
  private final Codecs codecs;
  private final Unreadable unreadable;

  SqlInbox(Engine engine, Codecs codecs, Unreadable unreadable) {
    this.engine = engine;
    this.codecs = codecs;
    this.unreadable = unreadable;
  }

  @Override
  public Future<Long> record(Delivery delivery) {
    var lists = new Lists(codecs.skipped().write(delivery.skipped()),
        codecs.deletions().write(delivery.deletions()), codecs.imageLists().write(delivery.quarantined()));
    try {
      return answer(engine.deliver(session -> insert(session, delivery, lists)), UnwritableException::new);
    } catch (FullException e) {
      return Future.failedFuture(e);
    }
  }

  /** What a delivery holds several of, as JSON: written on the caller's thread, so that the journal's own only stores. */
  private record Lists(String ignored, String deletions, String quarantined) {}

  private static long insert(Session session, Delivery delivery, Lists lists) throws SQLException {
    long received = Times.micros(delivery.received());
    long id = session.insert("INSERT INTO delivery (receiver, registry, received, event, action, body, ignored, "
        + "deletions, quarantined) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id", delivery.receiver(),
        delivery.registry(), received, delivery.event().orElse(null), delivery.action(), delivery.body(),
        lists.ignored(), lists.deletions(), lists.quarantined());
    for (Push push : delivery.pushes()) {
      SqlPushes.insert(session, id, push);
      if (push.digest().isPresent()) {
        Quarantine.release(session, push.image().at(push.digest().get()));
      }
    }
    for (PinnedImage image : delivery.quarantined()) {
      Quarantine.hold(session, image, received);
    }
    return id;
  }

  @Override
  public Future<Optional<RecordedDelivery>> delivery(long id) {
    return answer(engine.ask(session -> {
      Optional<Row> row = unreadable.one(session, "delivery", "SELECT " + COLUMNS + " FROM delivery WHERE id = ?",
          this::read, id);
      return row.isEmpty() ? Optional.empty() : Optional.of(whole(session, row.get()));
    }), SqlInbox::unreadable);
  }

  @Override
  public Future<List<RecordedDelivery>> deliveries(int limit) {
    return answer(engine.ask(session -> {
      List<RecordedDelivery> all = new ArrayList<>();
      for (Row row : unreadable.list(session, "delivery",
          "SELECT " + COLUMNS + " FROM delivery ORDER BY id DESC LIMIT ?", this::read,
          Math.max(0, limit))) {
        all.add(whole(session, row));
      }
      return all;
    }), SqlInbox::unreadable);
  }

  @Override
  public Future<List<String>> unknown(String registry, List<String> events) {
    List<String> asked = List.copyOf(events);
    return answer(engine.ask(session -> {
      List<String> unknown = new ArrayList<>();
      for (String event : asked) {
        if (session
            .one("SELECT 1 FROM delivery WHERE registry = ? AND event = ?", row -> row.getInt(1), registry, event)
            .isEmpty()) {
          unknown.add(event);
        }
      }
      return unknown;
    }), SqlInbox::unreadable);
  }

  /** A delivery without its pushes. */
  private record Row(long id, Delivery delivery) {}

  private Row read(ResultSet row) throws SQLException {
    return new Row(row.getLong(1), new Delivery(row.getString(2), row.getString(3), Times.instant(row.getLong(4)),
        Optional.ofNullable(row.getString(5)), row.getString(6), row.getString(7), List.of(),
        codecs.deletions().read(row.getString(9)), codecs.imageLists().read(row.getString(10)),
        codecs.skipped().read(row.getString(8))));
  }

  private RecordedDelivery whole(Session session, Row row) throws SQLException {
    List<Push> pushes = unreadable.list(session, "push",
        "SELECT " + SqlPushes.COLUMNS + " FROM push WHERE delivery = ? ORDER BY id",
        found -> SqlPushes.read(found).push(), row.id());
    List<PushOutcome> outcomes = unreadable.list(session, "outcome", "SELECT o.id, o.outcome FROM push p "
        + "JOIN outcome o ON o.push = p.id WHERE p.delivery = ? ORDER BY o.id",
        found -> codecs.outcomes().read(found.getString(2)), row.id());
    Delivery bare = row.delivery();
    return new RecordedDelivery(row.id(), new Delivery(bare.receiver(), bare.registry(), bare.received(), bare.event(),
        bare.action(), bare.body(), pushes, bare.deletions(), bare.quarantined(), bare.skipped()), outcomes);
  }

  private static JournalException unreadable(Throwable cause) {
    return new JournalException("the journal cannot be read", cause);
  }

  /** Completes on the caller's context; for a caller without one on a thread of its own, never on the journal's. */
  private static <T> Future<T> answer(CompletableFuture<T> done, Function<Throwable, RuntimeException> failure) {
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
