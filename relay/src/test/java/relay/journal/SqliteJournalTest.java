package relay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static relay.journal.Samples.SHOP;

import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.app.AppRecord;
import relay.app.ConfiguredImage;
import relay.health.Evidence;
import relay.health.Grade;
import relay.intake.Inbox;
import relay.rollout.Effect;
import relay.rollout.Journal.JournalFailure;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState.Checking;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Refused;
import relay.rollout.RolloutState.Stuck;

/** What is SQLite's own: the file, the one writer, the full disk. */
class SqliteJournalTest {
  private final HeldClock clock = new HeldClock();
  private final ConcurrentLinkedQueue<Integer> commits = new ConcurrentLinkedQueue<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<SqliteJournal> opened = new ArrayList<>();
  @TempDir
  Path folder;

  private SqliteJournal open(int queue) {
    var journal = SqliteJournal.open(new JournalSettings(file(), Duration.ofDays(90), queue), clock,
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
    opened.forEach(SqliteJournal::close);
  }

  /** Keeps the writer busy, inside a transaction, until the gate opens. */
  private void holdUp(SqliteJournal journal) throws InterruptedException {
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

  private static RolloutId healthy(SqliteJournal journal, String content) {
    RolloutId id = journal.journal().open(Samples.request()).id();
    journal.journal().save(id, new Healthy(Samples.pinned(content), new Evidence(Grade.PROVEN, "it says so")), "Well.");
    return id;
  }

  private void raw(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void holds_everything_after_a_restart() {
    SqliteJournal before = open(10);
    long delivery = Patience.result(before.inbox().record(Samples.delivery("e")));
    RolloutId rollout = healthy(before, "v1");
    before.journal().apply(SHOP, "ann", "why", List.of(
        new Effect.Expect(ConfiguredImage.of(Samples.pinned("v1")), Optional.of("1.4")),
        new Effect.Announce((relay.rollout.Announcement) Samples.every(relay.rollout.Announcement.class).getFirst())));
    AppRecord memory = before.journal().memory(SHOP);
    var timeline = before.journal().timeline(rollout);
    before.close();
    assertThat(Files.exists(folder.resolve("relay.db-wal"))).as("the log is emptied into the file").isFalse();

    SqliteJournal after = open(10);
    assertThat(Patience.result(after.inbox().delivery(delivery)).orElseThrow().delivery())
        .isEqualTo(Samples.delivery("e"));
    assertThat(after.pushes().undecided(9)).hasSize(1);
    assertThat(after.journal().memory(SHOP)).isEqualTo(memory);
    assertThat(after.journal().timeline(rollout)).isEqualTo(timeline).hasSize(2);
    assertThat(after.outbox().due(clock.instant(), 9)).hasSize(1);
    assertThat(after.audit(9)).hasSize(1);
    assertThat(after.journal().open(Samples.request()).id()).isGreaterThan(rollout);
  }

  @Test
  void syncs_at_every_commit_and_leaves_checkpoints_to_another_thread() {
    SqliteJournal journal = open(10);
    assertThat(journal.<String>onWriter(session -> session.pragma("journal_mode"))).isEqualTo("wal");
    assertThat(journal.<String>onWriter(session -> session.pragma("synchronous"))).as("FULL").isEqualTo("2");
    assertThat(journal.<String>onWriter(session -> session.pragma("wal_autocheckpoint"))).isEqualTo("0");
    long empty = file().toFile().length();
    var _ = Patience.result(journal.inbox().record(Samples.delivery("x".repeat(100_000))));
    Patience.until("the checkpointer copies the log", () -> file().toFile().length() > empty);
  }

  @Test
  void commits_many_deliveries_in_one_transaction() throws InterruptedException {
    SqliteJournal journal = open(1000);
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
    SqliteJournal journal = open(2);
    holdUp(journal);
    var first = journal.inbox().record(Samples.delivery("a"));
    var second = journal.inbox().record(Samples.delivery("b"));
    var third = journal.inbox().record(Samples.delivery("c"));
    assertThat(third.failed()).isTrue();
    assertThat(third.cause()).isInstanceOf(Inbox.Full.class);
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
    SqliteJournal journal = open(10);
    RolloutId settled = healthy(journal, "v1");
    holdUp(journal);
    var before = journal.inbox().record(Samples.delivery("a"));
    var failure = new java.util.concurrent.CompletableFuture<Throwable>();
    Thread wrong = Thread.ofPlatform().start(() -> {
      try {
        journal.journal().save(settled, new Checking(), "No.");
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
    SqliteJournal journal = open(10);
    RolloutId id = healthy(journal, "v1");
    holdUp(journal);
    assertThat(journal.journal().rollout(id)).isPresent();
    assertThat(Patience.result(journal.inbox().deliveries(9))).isEmpty();
  }

  @Test
  void says_that_a_full_disk_cannot_be_written_stores_no_half_and_goes_on_when_there_is_room() {
    SqliteJournal journal = open(100);
    int pages = Integer.parseInt(journal.onWriter(session -> session.pragma("page_count")));
    limit(journal, pages + 20);
    RolloutId rollout = journal.journal().open(Samples.request()).id();
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
    assertThat(refusal).isInstanceOf(Inbox.Unwritable.class).hasRootCauseInstanceOf(SQLException.class);
    assertThat(acknowledged).isNotEmpty();
    assertThatThrownBy(() -> journal.journal().save(rollout, new Refused("x".repeat(100_000)), "Refused."))
        .isInstanceOf(JournalFailure.class);
    assertThat(journal.journal().timeline(rollout)).hasSize(1);
    assertThat(Patience.result(journal.inbox().deliveries(999))).extracting(Inbox.Recorded::id)
        .containsExactlyInAnyOrderElementsOf(acknowledged);
    assertThat(journal.pushes().undecided(999)).hasSameSizeAs(acknowledged);
    assertThat(journal.queued()).isZero();

    limit(journal, pages + 2000);
    assertThat(Patience.result(journal.inbox().record(Samples.delivery("again")))).isPositive();
    journal.journal().save(rollout, new Checking(), "Looks.");
    assertThat(journal.journal().timeline(rollout)).hasSize(2);
  }

  private static void limit(SqliteJournal journal, int pages) {
    assertThat(journal.<String>onWriter(session -> session.pragma("max_page_count=" + pages)))
        .isEqualTo(Integer.toString(pages));
  }

  @Test
  void commits_what_waits_when_it_is_closed_and_takes_no_more() throws InterruptedException {
    SqliteJournal journal = open(100);
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
    assertThat(late.cause()).isInstanceOf(Inbox.Unwritable.class);
    assertThatThrownBy(() -> journal.journal().open(Samples.request())).isInstanceOf(JournalFailure.class);
    assertThatThrownBy(() -> journal.journal().memory(SHOP)).isInstanceOf(JournalFailure.class);
    journal.close();
    assertThat(Patience.result(open(1).inbox().deliveries(999))).hasSize(50);
  }

  @Test
  void refuses_a_second_relay_on_the_same_file_whatever_way_leads_there() throws Exception {
    SqliteJournal first = open(10);
    Path link = Files.createSymbolicLink(folder.resolve("link.db"), file());
    for (Path same : List.of(file(), link, folder.resolve(".").resolve("relay.db"))) {
      assertThatThrownBy(() -> SqliteJournal.open(new JournalSettings(same, Duration.ofDays(1), 1), clock))
          .isInstanceOf(JournalUnusable.class)
          .hasMessageMatching("another relay \\(process \\d+\\) uses the journal .*relay.db: stop that one.*");
    }
    assertThat(Patience.result(first.inbox().record(Samples.delivery("e")))).isPositive();
    first.close();
    assertThat(Patience.result(open(10).inbox().deliveries(9))).hasSize(1);
  }

  @Test
  void refuses_a_newer_schema_and_leaves_it_alone() throws Exception {
    open(10).close();
    raw("PRAGMA user_version = 99");
    byte[] before = Files.readAllBytes(file());
    assertThatThrownBy(() -> open(10)).isInstanceOf(JournalUnusable.class)
        .hasMessageContaining("has schema 99, and this relay knows schemas up to 3: a newer relay wrote it");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    raw("PRAGMA user_version = 3");
    open(10).close();
  }

  @Test
  void refuses_what_is_no_journal() throws Exception {
    assertThatThrownBy(() -> SqliteJournal.open(
        new JournalSettings(folder.resolve("no/such/relay.db"), Duration.ofDays(1), 1), clock))
        .isInstanceOf(JournalUnusable.class).hasMessageContaining("folder").hasMessageContaining("does not exist");
    raw("CREATE TABLE other (a)");
    assertThatThrownBy(() -> open(10)).isInstanceOf(JournalUnusable.class)
        .hasMessageContaining("not a journal of the relay");
    Files.delete(file());
    Files.writeString(file(), "some text that is no database".repeat(100));
    assertThatThrownBy(() -> open(10)).isInstanceOf(JournalUnusable.class)
        .hasMessageContaining("not a database");
    Files.delete(file());
    open(10).close();
  }

  @Test
  void makes_its_file_for_its_owner_only() throws Exception {
    open(10);
    assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void forgets_finished_history_and_keeps_live_state_for_ever() {
    SqliteJournal journal = open(10);
    long decided = Patience.result(journal.inbox().record(Samples.delivery("decided")));
    var _ = journal.pushes().decide(journal.pushes().undecided(1).getFirst(), List.of());
    long undecided = Patience.result(journal.inbox().record(Samples.delivery("undecided")));
    RolloutId refused = journal.journal().open(Samples.request()).id();
    journal.journal().save(refused, new Refused("no"), "Refused.");
    RolloutId oldProof = healthy(journal, "v1");
    RolloutId proof = healthy(journal, "v1");
    RolloutId stuck = journal.journal().open(Samples.request()).id();
    journal.journal().save(stuck, Samples.state(Stuck.class), "Stuck.");
    RolloutId open = journal.journal().open(Samples.request()).id();
    journal.journal().apply(SHOP, "ann", "why", List.of(new Effect.Reject(Samples.digest("bad"), "crashed"),
        new Effect.Announce((relay.rollout.Announcement) Samples.every(relay.rollout.Announcement.class).getFirst())));
    AppRecord memory = journal.journal().memory(SHOP);

    assertThat(journal.prune(clock.instant())).isZero();
    clock.pass(Duration.ofDays(91));
    RolloutId young = journal.journal().open(Samples.request()).id();
    journal.journal().save(young, new Refused("no"), "Refused.");
    assertThat(journal.prune(clock.instant())).as("a delivery, two rollouts, an act").isEqualTo(4);

    assertThat(journal.journal().history(Optional.empty(), 99)).extracting(Rollout::id)
        .containsExactly(young, open, stuck, proof).doesNotContain(refused, oldProof);
    assertThat(journal.journal().timeline(refused)).isEmpty();
    assertThat(journal.journal().memory(SHOP)).isEqualTo(memory);
    assertThat(journal.journal().stuck(SHOP)).map(Rollout::id).contains(stuck);
    assertThat(Patience.result(journal.inbox().delivery(decided))).isEmpty();
    assertThat(Patience.result(journal.inbox().delivery(undecided))).isPresent();
    assertThat(journal.outbox().due(clock.instant(), 9)).hasSize(1);
    assertThat(journal.prune(clock.instant())).isZero();
  }

  @Test
  void keeps_the_newest_ways_back_of_each_app_only() {
    SqliteJournal journal = open(10);
    for (int i = 0; i < 25; i++) {
      healthy(journal, "v" + i);
    }
    clock.pass(Duration.ofDays(91));
    assertThat(journal.prune(clock.instant())).isEqualTo(5);
    assertThat(journal.journal().memory(SHOP).proven()).hasSize(20).startsWith(Samples.pinned("v24"))
        .endsWith(Samples.pinned("v5"));
  }
}
