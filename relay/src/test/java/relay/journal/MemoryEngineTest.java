package relay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static relay.journal.Samples.SHOP;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import relay.app.AppRecord;
import relay.journal.engine.MemoryEngine;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState.Checking;
import relay.rollout.record.Effect;
import relay.rollout.record.JournalException;

/** What is the memory engine's own: it outlives its stores, and can be emptied. */
class MemoryEngineTest {
  private final HeldClock clock = new HeldClock();
  private final MemoryEngine engine = new MemoryEngine();

  private JournalStore store() {
    return JournalStore.over(engine, clock);
  }

  @Test
  void another_store_finds_all_that_was_committed_before_a_crash_and_nothing_else() {
    JournalStore before = store();
    Rollout rollout = before.journal().open(Samples.request());
    assertThatThrownBy(() -> before.<Long>onWriter(session -> {
      session.update("UPDATE rollout SET label = 'lost'");
      throw new IllegalArgumentException("the crash");
    })).isInstanceOf(JournalException.class);
    JournalStore after = store();
    assertThat(after.journal().unfinished(SHOP)).containsExactly(rollout);
    assertThat(after.journal().save(rollout, new Checking(), List.of(), List.of()).version()).isEqualTo(2);
    assertThat(after.<String>onWriter(session -> session.pragma("integrity_check"))).isEqualTo("ok");
  }

  @Test
  void is_as_new_after_a_reset() {
    JournalStore store = store();
    var _ = Patience.result(store.inbox().record(Samples.delivery("e")));
    Rollout first = store.journal().open(Samples.request());
    var _ = store.journal().save(first, Samples.healthy(Samples.pinned("v1")), List.of(),
        List.of(new Effect.Announce(Samples.announcement("DOCKER|x.example/y:1"))));
    engine.reset();
    assertThat(store.journal().history(Optional.empty(), 9)).isEmpty();
    assertThat(Patience.result(store.inbox().deliveries(9))).isEmpty();
    assertThat(store.outbox().due(clock.instant(), 9)).isEmpty();
    assertThat(store.journal().record(SHOP)).isEqualTo(AppRecord.NONE);
    assertThat(store.journal().open(Samples.request())).isEqualTo(first);
  }

  @Test
  void takes_many_callers_at_once() {
    JournalStore store = store();
    Set<RolloutId> ids = ConcurrentHashMap.newKeySet();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        callers.execute(() -> ids.add(store.journal().open(Samples.request()).id()));
      }
    }
    assertThat(store.journal().unfinished(SHOP)).extracting(Rollout::id).hasSize(200)
        .containsExactlyInAnyOrderElementsOf(ids);
  }
}
