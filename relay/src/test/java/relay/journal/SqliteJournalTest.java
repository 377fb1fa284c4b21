package relay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static relay.journal.Samples.SHOP;

import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.app.AppRecord;
import relay.app.ConfiguredImage;
import relay.intake.Inbox;
import relay.journal.engine.JournalSettings;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Checking;
import relay.rollout.record.Effect;
import relay.rollout.record.JournalException;
import relay.rollout.record.Note;

/** What is SQLite's own: the one writer, its commits, the full disk. */
class SqliteJournalTest {
  private final HeldClock clock = new HeldClock();
  private final ConcurrentLinkedQueue<Integer> commits = new ConcurrentLinkedQueue<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<JournalStore> opened = new ArrayList<>();
  @TempDir
  Path folder;

  private JournalStore open(int queue) {
    var journal = JournalStore.open(new JournalSettings(file(), Duration.ofDays(90), queue), clock,
        (_, deliveries) -> commits.add(deliveries));
    opened.add(journal);
    return journal;
  }

  private Path file() {
    return folder.resolve("relay.db");
  }

  @AfterEach
  void close() {
    gate.countDown();
    opened.forEach(JournalStore::close);
  }

  /** Keeps the writer busy, inside a transaction, until the gate opens. */
  private void holdUp(JournalStore journal) throws InterruptedException {
    var busy = new CountDownLatch(1);
    var _ = Thread.startVirtualThread(() -> journal.onWriter(session -> {
      busy.countDown();
      await();
      return true;
    }));
    busy.await();
  }

  private void await() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RolloutId healthy(JournalStore journal, String content) {
    return save(journal, journal.journal().open(Samples.request()), Samples.healthy(Samples.pinned(content))).id();
  }

  private static Rollout save(JournalStore journal, Rollout from, RolloutState to) {
    return journal.journal().save(from, to, List.of(), List.of());
  }

  @Test
  void holds_everything_after_a_restart() {
    JournalStore before = open(10);
    long delivery = Patience.result(before.inbox().record(Samples.delivery("e")));
    RolloutId rollout = healthy(before, "v1");
    before.journal().apply(SHOP, Samples.ANN, "why", List.of(
        new Effect.Live(ConfiguredImage.of(Samples.pinned("v1")), Optional.of("1.4")),
        new Effect.Announce(Samples.announcement("DOCKER|x.example/y:1"))));
    AppRecord memory = before.journal().record(SHOP);
    var timeline = before.journal().timeline(rollout);
    before.close();
    assertThat(Files.exists(folder.resolve("relay.db-wal"))).as("the log is emptied into the file").isFalse();

    JournalStore after = open(10);
    assertThat(Patience.result(after.inbox().delivery(delivery)).orElseThrow().delivery())
        .isEqualTo(Samples.delivery("e"));
    assertThat(after.pushes().undecided("main", 9)).hasSize(1);
    assertThat(after.journal().record(SHOP)).isEqualTo(memory);
    assertThat(after.journal().timeline(rollout)).isEqualTo(timeline).hasSize(2);
    assertThat(after.outbox().due(clock.instant(), 9)).hasSize(1);
    assertThat(after.audit(9)).hasSize(1);
    assertThat(after.journal().open(Samples.request()).id()).isGreaterThan(rollout);
  }

  @Test
  void syncs_at_every_commit_and_leaves_checkpoints_to_another_thread() {
    JournalStore journal = open(10);
    assertThat(journal.<String>onWriter(session -> session.pragma("journal_mode"))).isEqualTo("wal");
    assertThat(journal.<String>onWriter(session -> session.pragma("synchronous"))).as("FULL").isEqualTo("2");
    assertThat(journal.<String>onWriter(session -> session.pragma("wal_autocheckpoint"))).isEqualTo("0");
    long empty = file().toFile().length();
    var _ = Patience.result(journal.inbox().record(Samples.delivery("x".repeat(100_000))));
    Patience.until("the checkpointer copies the log", () -> file().toFile().length() > empty);
  }

  @Test
  void commits_many_deliveries_in_one_transaction() throws InterruptedException {
    JournalStore journal = open(1000);
    holdUp(journal);
    List<Future<Long>> crowd = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      crowd.add(journal.inbox().record(Samples.delivery("e" + i)));
    }
    assertThat(journal.queued()).isEqualTo(300);
    gate.countDown();
    crowd.forEach(Patience::result);
    Patience.until("the listener heard", () -> commits.contains(300));
    assertThat(journal.queued()).isZero();
  }

  @Test
  void refuses_more_deliveries_than_may_wait_but_no_rollout() throws Exception {
    JournalStore journal = open(2);
    holdUp(journal);
    var first = journal.inbox().record(Samples.delivery("a"));
    var second = journal.inbox().record(Samples.delivery("b"));
    var third = journal.inbox().record(Samples.delivery("c"));
    assertThat(third.failed()).isTrue();
    assertThat(third.cause()).isInstanceOf(Inbox.FullException.class);
    var rollout = new java.util.concurrent.FutureTask<Rollout>(() -> journal.journal().open(Samples.request()));
    Thread caller = Thread.ofPlatform().start(rollout);
    gate.countDown();
    assertThat(Patience.result(first)).isLessThan(Patience.result(second));
    caller.join();
    assertThat(rollout.get().app()).isEqualTo(SHOP);
    assertThat(Patience.result(journal.inbox().record(Samples.delivery("c")))).isPositive();
  }

  @Test
  void fails_only_the_call_that_is_not_allowed_of_those_committed_together() throws InterruptedException {
    JournalStore journal = open(10);
    Rollout settled = journal.journal().rollout(healthy(journal, "v1")).orElseThrow();
    holdUp(journal);
    var before = journal.inbox().record(Samples.delivery("a"));
    var failure = new java.util.concurrent.CompletableFuture<Throwable>();
    Thread wrong = Thread.ofPlatform().start(() -> {
      try {
        save(journal, settled, new Checking());
      } catch (IllegalStateException e) {
        failure.complete(e);
      }
    });
    Patience.until("the call waits", () -> wrong.getState() == Thread.State.WAITING);
    var after = journal.inbox().record(Samples.delivery("b"));
    gate.countDown();
    assertThat(List.of(Patience.result(before), Patience.result(after))).doesNotHaveDuplicates();
    assertThat(failure.join()).hasMessageContaining("settled (healthy)");
    assertThat(Patience.result(journal.inbox().deliveries(9))).hasSize(2);
  }

  @Test
  void reads_while_the_writer_is_in_the_middle_of_a_transaction() throws InterruptedException {
    JournalStore journal = open(10);
    RolloutId id = healthy(journal, "v1");
    holdUp(journal);
    assertThat(journal.journal().rollout(id)).isPresent();
    assertThat(Patience.result(journal.inbox().deliveries(9))).isEmpty();
  }

  @Test
  void says_that_a_full_disk_cannot_be_written_stores_no_half_and_goes_on_when_there_is_room() {
    JournalStore journal = open(100);
    int pages = Integer.parseInt(journal.onWriter(session -> session.pragma("page_count")));
    limit(journal, pages + 20);
    Rollout rollout = journal.journal().open(Samples.request());
    List<Long> acknowledged = new ArrayList<>();
    Throwable refusal = null;
    for (int i = 0; refusal == null && i < 100; i++) {
      Future<Long> one = journal.inbox().record(Samples.delivery("e" + i + "x".repeat(3000)));
      Patience.until("an answer", one::isComplete);
      refusal = one.cause();
      if (one.succeeded()) {
        acknowledged.add(one.result());
      }
    }
    assertThat(refusal).isInstanceOf(Inbox.UnwritableException.class).hasRootCauseInstanceOf(SQLException.class);
    assertThat(acknowledged).isNotEmpty();
    List<Note> lines = Collections.nCopies(40, new Note.LogLine("x".repeat(3000), false));
    assertThatThrownBy(() -> journal.journal().save(rollout, Samples.refused(), lines, List.of()))
        .isInstanceOf(JournalException.class);
    assertThat(journal.journal().timeline(rollout.id())).hasSize(1);
    assertThat(Patience.result(journal.inbox().deliveries(999))).extracting(Inbox.RecordedDelivery::id)
        .containsExactlyInAnyOrderElementsOf(acknowledged);
    assertThat(journal.pushes().undecided("main", 999)).hasSameSizeAs(acknowledged);
    assertThat(journal.queued()).isZero();

    limit(journal, pages + 2000);
    assertThat(Patience.result(journal.inbox().record(Samples.delivery("again")))).isPositive();
    var _ = save(journal, rollout, new Checking());
    assertThat(journal.journal().timeline(rollout.id())).hasSize(2);
  }

  private static void limit(JournalStore journal, int pages) {
    assertThat(journal.<String>onWriter(session -> session.pragma("max_page_count=" + pages)))
        .isEqualTo(Integer.toString(pages));
  }

  @Test
  void commits_what_waits_when_it_is_closed_and_takes_no_more() throws InterruptedException {
    JournalStore journal = open(100);
    holdUp(journal);
    List<Future<Long>> waiting = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      waiting.add(journal.inbox().record(Samples.delivery("e" + i)));
    }
    Thread closing = Thread.ofPlatform().start(journal::close);
    Patience.until("it closes", () -> closing.getState() == Thread.State.TIMED_WAITING);
    var late = journal.inbox().record(Samples.delivery("late"));
    gate.countDown();
    closing.join();
    assertThat(waiting.stream().map(Patience::result).distinct()).hasSize(50);
    Patience.until("an answer", late::isComplete);
    assertThat(late.cause()).isInstanceOf(Inbox.UnwritableException.class);
    assertThatThrownBy(() -> journal.journal().open(Samples.request())).isInstanceOf(JournalException.class);
    assertThatThrownBy(() -> journal.journal().record(SHOP)).isInstanceOf(JournalException.class);
    journal.close();
    assertThat(Patience.result(open(1).inbox().deliveries(999))).hasSize(50);
  }
}
