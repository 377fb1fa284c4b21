package relay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.journal.Samples.SHOP;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.app.AppRecord;
import relay.app.ProvenImage;
import relay.app.RejectReason;
import relay.journal.engine.MemoryEngine;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.record.Effect;

class RetentionTest {
  private final HeldClock clock = new HeldClock();
  private final JournalStore journal = JournalStore.over(new MemoryEngine(), clock);

  private RolloutId healthy(String content) {
    return save(journal.journal().open(Samples.request()), Samples.healthy(Samples.pinned(content))).id();
  }

  private Rollout save(Rollout from, RolloutState to) {
    return journal.journal().save(from, to, List.of(), List.of());
  }

  @Test
  void forgets_finished_history_and_keeps_live_state_for_ever() {
    long decided = Patience.result(journal.inbox().record(Samples.delivery("decided")));
    var _ = journal.pushes().decide(journal.pushes().undecided("main", 1).getFirst(), List.of());
    long undecided = Patience.result(journal.inbox().record(Samples.delivery("undecided")));
    RolloutId refused = save(journal.journal().open(Samples.request()), Samples.refused()).id();
    RolloutId oldProof = healthy("v1");
    RolloutId proof = healthy("v1");
    RolloutId stuck = save(journal.journal().open(Samples.request()), Samples.state(Stuck.class)).id();
    RolloutId open = journal.journal().open(Samples.request()).id();
    journal.journal().apply(SHOP, Samples.ANN, "why",
        List.of(new Effect.Reject(Samples.digest("bad"), new RejectReason.LeftByRollback(1, "slow")),
            new Effect.Announce(Samples.announcement("DOCKER|x.example/y:1"))));
    AppRecord memory = journal.journal().record(SHOP);

    assertThat(journal.prune(clock.instant())).isZero();
    clock.pass(Duration.ofDays(91));
    RolloutId young = save(journal.journal().open(Samples.request()), Samples.refused()).id();
    assertThat(journal.prune(clock.instant())).as("a delivery, three rollouts, an act").isEqualTo(5);

    assertThat(journal.journal().history(Optional.empty(), 99)).extracting(Rollout::id)
        .containsExactly(young, open, stuck).doesNotContain(refused, oldProof, proof);
    assertThat(journal.journal().timeline(refused)).isEmpty();
    assertThat(journal.journal().record(SHOP)).isEqualTo(memory);
    assertThat(journal.journal().stuck(SHOP)).map(Rollout::id).contains(stuck);
    assertThat(Patience.result(journal.inbox().delivery(decided))).isEmpty();
    assertThat(Patience.result(journal.inbox().delivery(undecided))).isPresent();
    assertThat(journal.outbox().due(clock.instant(), 9)).hasSize(1);
    assertThat(journal.prune(clock.instant())).isZero();
  }

  @Test
  void keeps_the_newest_proven_images_of_each_app_only() {
    for (int i = 0; i < 25; i++) {
      healthy("v" + i);
    }
    var _ = journal.prune(clock.instant());
    assertThat(journal.journal().record(SHOP).proven()).extracting(ProvenImage::image).hasSize(20)
        .startsWith(Samples.pinned("v24")).endsWith(Samples.pinned("v5"));
  }
}
