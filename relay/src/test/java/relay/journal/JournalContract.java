package relay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static relay.journal.Samples.SHOP;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.app.Actor;
import relay.app.AppName;
import relay.app.Hold;
import relay.app.HoldReason;
import relay.rollout.Cause;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Applying;
import relay.rollout.RolloutState.Checking;
import relay.rollout.RolloutState.Proving;
import relay.rollout.RolloutState.Queued;
import relay.rollout.RolloutState.Restoring;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.RolloutState.Superseded;
import relay.rollout.StopRequest;
import relay.rollout.record.Effect;
import relay.rollout.record.Moment;
import relay.rollout.record.Note;
import relay.rollout.record.OvertakenException;

/** What every engine's port {@link relay.rollout.record.Journal} does with rollouts. */
interface JournalContract {
  RolloutId NOBODY = new RolloutId(404);

  Ports ports();

  private Rollout open() {
    return ports().journal().open(Samples.request());
  }

  private Rollout open(AppName app) {
    return ports().journal().open(Samples.request(app, new Cause.Reconciled(Cause.Finding.UNREPORTED)));
  }

  private Rollout save(Rollout from, RolloutState to, Effect... effects) {
    return ports().journal().save(from, to, List.of(), List.of(effects));
  }

  private RolloutState state(RolloutId id) {
    return ports().journal().rollout(id).orElseThrow().state();
  }

  @Test
  default void opens_in_queued_and_reads_the_same_back() {
    Rollout opened = open();
    assertThat(opened.state()).isEqualTo(new Queued());
    assertThat(opened.opened()).isEqualTo(ports().clock().instant());
    assertThat(opened.request()).isEqualTo(Samples.request());
    assertThat(ports().journal().rollout(opened.id())).contains(opened);
  }

  @Test
  default void gives_every_rollout_a_greater_id() {
    assertThat(List.of(open().id(), open().id(), open().id())).isSorted().doesNotHaveDuplicates();
  }

  @Test
  default void saves_every_state_and_reads_it_back() {
    for (Class<?> type : Samples.leaves(RolloutState.class)) {
      Rollout opened = open();
      RolloutState state = Samples.state(type.asSubclass(RolloutState.class));
      Rollout saved = save(opened, state);
      assertThat(saved.state()).isEqualTo(state);
      assertThat(saved.version()).isEqualTo(opened.version() + 1);
      assertThat(ports().journal().rollout(opened.id())).contains(saved);
    }
  }

  @Test
  default void a_save_from_a_state_that_has_moved_stores_nothing() {
    Rollout opened = open();
    Rollout checked = save(opened, new Checking());
    var hold = new Effect.HoldApp(new Hold(Samples.ANN, new HoldReason.Manual("why"), Samples.TIME));
    assertThatThrownBy(() -> save(opened, Samples.refused(), hold)).isInstanceOf(OvertakenException.class);
    assertThat(ports().journal().rollout(opened.id())).contains(checked);
    assertThat(ports().journal().record(SHOP).hold()).isEmpty();
    assertThat(ports().journal().timeline(opened.id())).hasSize(2);
  }

  @Test
  default void a_state_that_stays_makes_no_line_and_another_version() {
    Rollout checked = save(open(), new Checking());
    Rollout stayed = save(checked, new Checking());
    assertThat(stayed.version()).isGreaterThan(checked.version());
    assertThat(ports().journal().timeline(checked.id())).hasSize(2);
  }

  @Test
  default void the_timeline_says_when_what_happened() {
    Rollout opened = open();
    Instant begun = ports().clock().instant();
    Instant later = ports().clock().pass(Duration.ofSeconds(5));
    Note first = new Note.StoredPassword();
    Note second = new Note.RestartedApp();
    var _ = ports().journal().save(opened, new Checking(), List.of(first), List.of());
    ports().journal().note(opened.id(), second);
    Rollout rollout = ports().journal().rollout(opened.id()).orElseThrow();
    assertThat(rollout.opened()).isEqualTo(begun);
    assertThat(rollout.changed()).isEqualTo(later);
    assertThat(ports().journal().timeline(opened.id())).containsExactly(
        new Moment(begun, "queued", new Moment.Entry.Opened(Samples.request())),
        new Moment(later, "queued", new Moment.Entry.Noted(first)),
        new Moment(later, "checking", new Moment.Entry.Entered(new Checking())),
        new Moment(later, "checking", new Moment.Entry.Noted(second)));
  }

  @Test
  default void refuses_to_move_what_is_settled_but_for_the_recovery_of_stuck() {
    for (Class<?> type : Samples.leaves(RolloutState.Settled.class)) {
      Rollout ended = save(open(), Samples.state(type.asSubclass(RolloutState.class)));
      assertThatThrownBy(() -> save(ended, Samples.refused())).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("settled (" + ended.state().label() + ")");
      RolledBack back = Samples.state(RolledBack.class);
      if (type == Stuck.class) {
        assertThat(save(ended, back).state()).isEqualTo(back);
      } else {
        assertThatThrownBy(() -> save(ended, back)).isInstanceOf(IllegalStateException.class);
      }
    }
  }

  @Test
  default void refuses_a_rollout_that_it_does_not_know() {
    var unknown = new Rollout(NOBODY, Samples.request(), new Queued(), 1, Samples.TIME, Samples.TIME);
    assertThatThrownBy(() -> save(unknown, new Checking())).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> ports().journal().note(NOBODY, new Note.RestartedApp()))
        .isInstanceOf(IllegalStateException.class).hasMessage("there is no rollout 404");
    assertThatThrownBy(() -> ports().journal().requestStop(NOBODY, StopRequest.cancel(Samples.ANN, "x")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ports().journal().rollout(NOBODY)).isEmpty();
    assertThat(ports().journal().timeline(NOBODY)).isEmpty();
    assertThat(ports().journal().stopRequested(NOBODY)).isEmpty();
  }

  @Test
  default void opens_a_retry_together_with_the_end_of_the_rollout_before() {
    Rollout opened = open();
    var retry = Samples.request(SHOP, new Cause.Retried(opened.id(), 1));
    var _ = save(opened, Samples.refused(), new Effect.Open(retry));
    assertThat(ports().journal().unfinished(SHOP)).singleElement()
        .satisfies(next -> assertThat(next.request()).isEqualTo(retry));
  }

  @Test
  default void a_takeover_ends_the_older_one_in_the_same_transaction_or_does_nothing() {
    Rollout older = save(open(), Samples.state(Proving.class));
    Rollout newer = save(open(), new Checking());
    Applying applying = Samples.state(Applying.class);
    assertThatThrownBy(() -> save(newer, applying, new Effect.Supersede(older.id(), older.version() - 1)))
        .isInstanceOf(OvertakenException.class);
    assertThat(state(older.id())).isEqualTo(older.state());
    assertThat(state(newer.id())).isEqualTo(new Checking());

    assertThat(save(newer, applying, new Effect.Supersede(older.id(), older.version())).state()).isEqualTo(applying);
    assertThat(state(older.id()))
        .isEqualTo(new Superseded(newer.id(), Optional.of(((Proving) older.state()).change())));
    assertThat(ports().journal().timeline(older.id())).last().extracting(Moment::state).isEqualTo("superseded");
  }

  @Test
  default void what_is_being_written_or_restored_cannot_be_superseded() {
    for (Class<? extends RolloutState> type : List.of(Applying.class, Restoring.class, Stuck.class)) {
      Rollout older = save(open(), Samples.state(type));
      Rollout newer = save(open(), new Checking());
      assertThatThrownBy(() -> save(newer, Samples.state(Applying.class),
          new Effect.Supersede(older.id(), older.version()))).isInstanceOf(OvertakenException.class);
      assertThat(state(older.id())).isEqualTo(older.state());
    }
  }

  @Test
  default void lists_the_unfinished_oldest_first_and_the_history_newest_first() {
    AppName other = new AppName("other");
    Rollout first = open(SHOP);
    Rollout second = open(SHOP);
    Rollout third = open(other);
    Rollout fourth = open(SHOP);
    var _ = save(second, Samples.refused());
    assertThat(ports().journal().unfinished(SHOP)).extracting(Rollout::id).containsExactly(first.id(), fourth.id());
    assertThat(ports().journal().history(Optional.of(SHOP), 2)).extracting(Rollout::id)
        .containsExactly(fourth.id(), second.id());
    assertThat(ports().journal().history(Optional.empty(), 9)).extracting(Rollout::id)
        .containsExactly(fourth.id(), third.id(), second.id(), first.id());
    assertThat(ports().journal().history(Optional.empty(), -1)).isEmpty();
  }

  @Test
  default void finds_a_stuck_rollout_until_another_touches_the_app() {
    Rollout stuck = save(open(), Samples.state(Stuck.class));
    Rollout untouched = save(open(), new Checking());
    var _ = save(untouched, Samples.refused());
    assertThat(ports().journal().stuck(SHOP)).map(Rollout::id).contains(stuck.id());
    assertThat(ports().journal().stuck(new AppName("other"))).isEmpty();

    Rollout next = save(open(), Samples.state(Applying.class));
    assertThat(ports().journal().stuck(SHOP)).isEmpty();
    var _ = save(next, Samples.state(RolledBack.class));
    assertThat(ports().journal().stuck(SHOP)).isEmpty();
  }

  @Test
  default void counts_a_rollout_that_was_opened_before_the_stuck_one_ended_and_touched_after_it() {
    Rollout waiting = open();
    Rollout stuck = save(open(), Samples.state(Stuck.class));
    var _ = save(waiting, new Superseded(stuck.id(), Optional.empty()));
    assertThat(ports().journal().stuck(SHOP)).map(Rollout::id).contains(stuck.id());
    var _ = save(open(), new Superseded(stuck.id(), Optional.of(Samples.change(Samples.pinned("x")))));
    assertThat(ports().journal().stuck(SHOP)).isEmpty();
  }

  @Test
  default void forgets_a_stuck_rollout_once_it_recovered() {
    Rollout stuck = save(open(), Samples.state(Stuck.class));
    var _ = save(stuck, Samples.state(RolledBack.class));
    assertThat(ports().journal().stuck(SHOP)).isEmpty();
  }

  @Test
  default void keeps_the_first_request_to_stop_but_for_a_rollback_and_none_for_what_is_over() {
    RolloutId id = open().id();
    StopRequest first = StopRequest.cancel(Samples.ANN, "wrong build");
    StopRequest rollback = StopRequest.rollback(Samples.ANN, "errors", true);
    assertThat(ports().journal().stopRequested(id)).isEmpty();
    assertThat(ports().journal().requestStop(id, first)).isTrue();
    assertThat(ports().journal().requestStop(id, StopRequest.cancel(new Actor.Person("bob"), "me too"))).isTrue();
    assertThat(ports().journal().stopRequested(id)).contains(first);
    assertThat(ports().journal().requestStop(id, rollback)).isTrue();
    assertThat(ports().journal().requestStop(id, first)).isTrue();
    assertThat(ports().journal().stopRequested(id)).contains(rollback);

    Rollout over = save(open(), Samples.refused());
    assertThat(ports().journal().requestStop(over.id(), first)).isFalse();
    assertThat(ports().journal().stopRequested(over.id())).isEmpty();
  }

  @Test
  default void a_pending_retry_can_be_brought_forward_once() {
    Instant later = ports().clock().instant().plus(Duration.ofMinutes(5));
    var request = new RolloutRequest(SHOP, Samples.request().desired(), new Cause.Retried(NOBODY, 1), false, false,
        Optional.of(later));
    RolloutId id = ports().journal().open(request).id();
    Note why = new Note.BroughtForward(Optional.of(7L));
    ports().journal().bringForward(id, why);
    ports().journal().bringForward(id, why);
    assertThat(ports().journal().rollout(id).orElseThrow().request().notBefore()).isEmpty();
    assertThat(ports().journal().timeline(id)).extracting(Moment::entry)
        .containsExactly(new Moment.Entry.Opened(request), new Moment.Entry.Noted(why));
  }

  @Test
  default void commits_for_an_interrupted_caller_and_leaves_the_interrupt_to_it() {
    Rollout opened = open();
    Thread.currentThread().interrupt();
    var _ = save(opened, new Checking());
    RolloutState read = state(opened.id());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(read).isEqualTo(new Checking());
  }
}
