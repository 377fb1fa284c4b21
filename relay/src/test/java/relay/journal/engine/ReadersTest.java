package relay.journal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.journal.Patience;
import relay.rollout.record.JournalException;

class ReadersTest {
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch busy = new CountDownLatch(2);
  @TempDir
  Path folder;

  private Readers readers(Duration patience) throws SQLException {
    var file = new SqliteFile(folder.resolve("relay.db"));
    file.create();
    file.writer().close();
    return new Readers(file, patience);
  }

  @AfterEach
  void let() {
    gate.countDown();
  }

  /** Keeps every reader at work until the gate opens. */
  private void holdUp(Readers readers) throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      var _ = readers.ask(_ -> {
        busy.countDown();
        await(gate);
        return true;
      });
    }
    await(busy);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_crowd_waits_for_its_turn_and_is_answered_in_order() throws Exception {
    try (Readers readers = readers(Duration.ofSeconds(60))) {
      holdUp(readers);
      List<CompletableFuture<Integer>> crowd = new ArrayList<>();
      for (int i = 0; i < 5000; i++) {
        int number = i;
        crowd.add(readers.ask(session -> session.one("SELECT ?", row -> row.getInt(1), number).orElseThrow()));
      }
      assertThat(crowd).noneMatch(CompletableFuture::isDone);
      gate.countDown();
      for (int i = 0; i < crowd.size(); i++) {
        assertThat(crowd.get(i).join()).isEqualTo(i);
      }
    }
  }

  @Test
  void one_that_waits_too_long_fails_and_the_next_is_served() throws Exception {
    try (Readers readers = readers(Duration.ofMillis(50))) {
      holdUp(readers);
      assertThatThrownBy(() -> readers.call(_ -> 1)).isInstanceOf(JournalException.class)
          .hasMessageContaining("no answer in time");
      gate.countDown();
      Patience.until("a reader is free", () -> readers.ask(_ -> 2).exceptionally(_ -> 0).join() == 2);
    }
  }

  @Test
  void answers_nobody_after_the_close() throws Exception {
    Readers readers = readers(Duration.ofSeconds(60));
    readers.close();
    assertThatThrownBy(() -> readers.call(_ -> 1)).isInstanceOf(JournalException.class)
        .hasRootCauseInstanceOf(RejectedExecutionException.class);
  }
}
