package relay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static relay.journal.Samples.SHOP;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.app.AppName;
import relay.app.Hold;
import relay.rollout.Cause;
import relay.rollout.Effect;
import relay.rollout.Journal.CancelWish;
import relay.rollout.Journal.Moment;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Applying;
import relay.rollout.RolloutState.Checking;
import relay.rollout.RolloutState.Queued;
import relay.rollout.RolloutState.Refused;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.RolloutState.Superseded;

/** What every engine's port {@link relay.rollout.Journal} does with rollouts. */
interface JournalContract {
  RolloutId NOBODY = new RolloutId(404);

  Ports ports();

  private RolloutId open() {
    return ports().journal().open(Samples.request()).id();
  }

  private RolloutId open(AppName app) {
    return ports().journal().open(Samples.request(app, new Cause.Reconciled("missed"))).id();
  }

  @Test
  default void opens_in_queued_and_reads_the_same_back() {
    Rollout opened = ports().journal().open(Samples.request());
    assertThat(opened.state()).isEqualTo(new Queued());
    assertThat(opened.opened()).isEqualTo(ports().clock().instant());
    assertThat(opened.request()).isEqualTo(Samples.request());
    assertThat(ports().journal().rollout(opened.id())).contains(opened);
  }

  @Test
  default void gives_every_rollout_a_greater_id() {
    assertThat(List.of(open(), open(), open())).isSorted().doesNotHaveDuplicates();
  }

  @Test
  default void saves_every_state_and_reads_it_back() {
    for (Class<?> type : Samples.leaves(RolloutState.class)) {
      RolloutId id = open();
      RolloutState state = Samples.state(type.asSubclass(RolloutState.class));
      assertThat(ports().journal().save(id, state, "moved")).isSameAs(state);
      assertThat(ports().journal().rollout(id).orElseThrow().state()).isEqualTo(state);
    }
  }

  @Test
  default void tells_when_a_rollout_changed_and_what_happened_in_it() {
    RolloutId id = open();
    Instant begun = ports().clock().instant();
    Instant later = ports().clock().pass(Duration.ofSeconds(5));
    ports().journal().save(id, new Checking(), "Looks at the image.");
    ports().journal().note(id, "The registry is slow.");
    Rollout rollout = ports().journal().rollout(id).orElseThrow();
    assertThat(rollout.opened()).isEqualTo(begun);
    assertThat(rollout.changed()).isEqualTo(later);
    List<Moment> timeline = ports().journal().timeline(id);
    assertThat(timeline.getFirst().state()).isEqualTo("queued");
    assertThat(timeline.getFirst().sentence()).contains("shop.azurecr.io/team/reviews:1.4", "delivery 7");
    assertThat(timeline.subList(1, timeline.size())).containsExactly(
        new Moment(later, "checking", "Looks at the image."), new Moment(later, "checking", "The registry is slow."));
  }

  @Test
  default void refuses_to_move_what_is_settled_and_stores_nothing_of_it() {
    RolloutId id = open();
    ports().journal().save(id, new Refused("no"), "Refused.");
    List<Effect> effects = List.of(new Effect.HoldApp(new Hold("ann", "why", Samples.TIME)));
    assertThatThrownBy(() -> ports().journal().save(id, new Checking(), "Again.", effects))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("settled (refused)");
    assertThat(ports().journal().rollout(id).orElseThrow().state()).isEqualTo(new Refused("no"));
    assertThat(ports().journal().memory(SHOP).hold()).isEmpty();
    assertThat(ports().journal().timeline(id)).hasSize(2);
  }

  @Test
  default void lets_only_stuck_recover_and_only_to_rolled_back() {
    for (Class<?> type : Samples.leaves(RolloutState.Settled.class)) {
      RolloutId id = open();
      ports().journal().save(id, Samples.state(type.asSubclass(RolloutState.class)), "Ended.");
      assertThatThrownBy(() -> ports().journal().save(id, new Refused("x"), "Again."))
          .isInstanceOf(IllegalStateException.class);
      RolledBack back = Samples.state(RolledBack.class);
      if (type == Stuck.class) {
        assertThat(ports().journal().save(id, back, "Recovered.")).isEqualTo(back);
      } else {
        assertThatThrownBy(() -> ports().journal().save(id, back, "No.")).isInstanceOf(IllegalStateException.class);
      }
    }
  }

  @Test
  default void refuses_a_rollout_that_it_does_not_know() {
    assertThatThrownBy(() -> ports().journal().save(NOBODY, new Checking(), "x"))
        .isInstanceOf(IllegalStateException.class).hasMessage("there is no rollout 404");
    assertThatThrownBy(() -> ports().journal().note(NOBODY, "x")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ports().journal().wantCancel(NOBODY, "ann", "x"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ports().journal().rollout(NOBODY)).isEmpty();
    assertThat(ports().journal().timeline(NOBODY)).isEmpty();
    assertThat(ports().journal().cancelWanted(NOBODY)).isEmpty();
  }

  @Test
  default void opens_a_retry_together_with_the_end_of_the_rollout_before() {
    RolloutId id = open();
    var retry = Samples.request(SHOP, new Cause.Retried(id, 1));
    ports().journal().save(id, new Refused("registry down"), "Refused.", List.of(new Effect.Open(retry)));
    assertThat(ports().journal().unfinished(SHOP)).singleElement()
        .satisfies(opened -> assertThat(opened.request()).isEqualTo(retry));
  }

  @Test
  default void lists_the_unfinished_oldest_first_and_the_history_newest_first() {
    AppName other = new AppName("other");
    RolloutId first = open(SHOP);
    RolloutId second = open(SHOP);
    RolloutId third = open(other);
    RolloutId fourth = open(SHOP);
    ports().journal().save(second, new Refused("no"), "Refused.");
    assertThat(ports().journal().unfinished(SHOP)).extracting(Rollout::id).containsExactly(first, fourth);
    assertThat(ports().journal().history(Optional.of(SHOP), 2)).extracting(Rollout::id)
        .containsExactly(fourth, second);
    assertThat(ports().journal().history(Optional.empty(), 9)).extracting(Rollout::id)
        .containsExactly(fourth, third, second, first);
    assertThat(ports().journal().history(Optional.empty(), -1)).isEmpty();
  }

  @Test
  default void finds_a_stuck_rollout_until_another_touches_the_app() {
    RolloutId stuck = open();
    ports().journal().save(stuck, Samples.state(Stuck.class), "Stuck.");
    RolloutId untouched = open();
    ports().journal().save(untouched, new Checking(), "Looks.");
    ports().journal().save(untouched, new Refused("no"), "Refused.");
    assertThat(ports().journal().stuck(SHOP)).map(Rollout::id).contains(stuck);
    assertThat(ports().journal().stuck(new AppName("other"))).isEmpty();

    RolloutId next = open();
    ports().journal().save(next, Samples.state(Applying.class), "Applies.");
    assertThat(ports().journal().stuck(SHOP)).isEmpty();
    ports().journal().save(next, Samples.state(RolledBack.class), "Rolled back.");
    assertThat(ports().journal().stuck(SHOP)).isEmpty();
  }

  @Test
  default void counts_a_rollout_that_was_opened_before_the_stuck_one_ended_and_touched_after_it() {
    RolloutId waiting = open();
    RolloutId stuck = open();
    ports().journal().save(stuck, Samples.state(Stuck.class), "Stuck.");
    ports().journal().save(waiting, new Superseded(stuck, Optional.empty()), "Superseded, app not touched.");
    assertThat(ports().journal().stuck(SHOP)).map(Rollout::id).contains(stuck);
    RolloutId late = open();
    ports().journal().save(late, new Superseded(stuck, Optional.of(Samples.pinned("x"))), "Superseded, app touched.");
    assertThat(ports().journal().stuck(SHOP)).isEmpty();
  }

  @Test
  default void forgets_a_stuck_rollout_once_it_recovered() {
    RolloutId stuck = open();
    ports().journal().save(stuck, Samples.state(Stuck.class), "Stuck.");
    ports().journal().save(stuck, Samples.state(RolledBack.class), "Recovered.");
    assertThat(ports().journal().stuck(SHOP)).isEmpty();
  }

  @Test
  default void keeps_the_first_wish_to_cancel_and_none_for_what_is_over() {
    RolloutId id = open();
    assertThat(ports().journal().cancelWanted(id)).isEmpty();
    ports().journal().wantCancel(id, "ann", "wrong build");
    ports().journal().wantCancel(id, "bob", "me too");
    assertThat(ports().journal().cancelWanted(id)).contains(new CancelWish("ann", "wrong build"));

    RolloutId over = open();
    ports().journal().save(over, new Refused("no"), "Refused.");
    ports().journal().wantCancel(over, "ann", "late");
    assertThat(ports().journal().cancelWanted(over)).isEmpty();
  }

  @Test
  default void commits_for_an_interrupted_caller_and_leaves_the_interrupt_to_it() {
    RolloutId id = open();
    Thread.currentThread().interrupt();
    ports().journal().save(id, new Checking(), "Looks.");
    RolloutState read = ports().journal().rollout(id).orElseThrow().state();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(read).isEqualTo(new Checking());
  }
}
