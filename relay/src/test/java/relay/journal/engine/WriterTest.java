package relay.journal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterTest {
  private static final int ROOM = 3;
  @TempDir
  Path folder;
  private SqliteEngine engine;

  @BeforeEach
  void open() {
    engine = SqliteEngine.open(new JournalSettings(folder.resolve("relay.db"), Duration.ofDays(90), ROOM),
        CommitListener.NONE);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void an_error_in_one_write_fails_that_one_and_ends_nothing() {
    assertThatThrownBy(() -> engine.write(_ -> {
      throw new StackOverflowError("planted");
    })).hasStackTraceContaining("planted");

    assertThat(engine.<Integer>write(_ -> 1)).isEqualTo(1);
  }

  @Test
  void deliveries_that_fail_give_up_their_place_once() throws Exception {
    List<CompletableFuture<Long>> all = new ArrayList<>();
    for (int i = 0; i < 4 * ROOM; i++) {
      CompletableFuture<Long> broken = engine.deliver(_ -> {
        throw new IllegalStateException("planted");
      });
      all.add(broken);
      assertThatThrownBy(() -> broken.get(60, TimeUnit.SECONDS)).hasStackTraceContaining("planted");
    }

    assertThat(engine.queued()).isZero();
    assertThat(all).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(engine.deliver(_ -> 7L).get(60, TimeUnit.SECONDS)).isEqualTo(7L);
  }

  @Test
  void a_caller_that_fails_when_it_hears_of_its_commit_harms_no_other() throws Exception {
    CompletableFuture<Long> heard = engine.deliver(_ -> 1L).thenApply(_ -> {
      throw new StackOverflowError("planted");
    });
    assertThatThrownBy(heard::join).isInstanceOf(CompletionException.class);

    assertThat(engine.deliver(_ -> 2L).get(60, TimeUnit.SECONDS)).isEqualTo(2L);
  }
}
