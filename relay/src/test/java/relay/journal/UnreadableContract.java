package relay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static relay.journal.Samples.SHOP;
import static relay.journal.Samples.pinned;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.app.AppDirectory.Entry;
import relay.app.AppName;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.app.HoldReason;
import relay.app.Observation;
import relay.app.ProvenImage;
import relay.app.RejectReason;
import relay.intake.Inbox.RecordedDelivery;
import relay.push.IgnoreReason;
import relay.push.PushOutcome;
import relay.push.Pushes.Decision;
import relay.push.Pushes.Pending;
import relay.reconcile.Sighting;
import relay.rollout.Rollout;
import relay.rollout.RolloutState.Checking;
import relay.rollout.RolloutState.Proving;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.StopRequest;
import relay.rollout.record.Effect;
import relay.rollout.record.Moment;
import relay.rollout.record.Note;
import relay.rollout.record.OvertakenException;

/** What every engine does with rows that it cannot read: no loop meets them, and they hide no others. */
interface UnreadableContract {
  Ports ports();

  private void damage(String sql) {
    ports().damage().accept(sql);
  }

  private Rollout open() {
    return ports().journal().open(Samples.request());
  }

  private void apply(Effect... effects) {
    ports().journal().apply(SHOP, Samples.ANN, "why", List.of(effects));
  }

  private long deliver(String event) {
    return Patience.result(ports().inbox().record(Samples.delivery(event)));
  }

  private RecordedDelivery delivery(long id) {
    return Patience.result(ports().inbox().delivery(id)).orElseThrow();
  }

  @Test
  default void a_rollout_is_left_out_logged_once_and_counted() {
    Rollout request = open();
    Rollout state = open();
    Rollout good = open();
    damage("UPDATE rollout SET request = '{' WHERE id = " + request.id());
    damage("UPDATE rollout SET state = '{\"case\":\"dancing\"}' WHERE id = " + state.id());
    for (int i = 0; i < 2; i++) {
      assertThat(ports().journal().unfinished(SHOP)).containsExactly(good);
      assertThat(ports().journal().history(Optional.of(SHOP), 9)).containsExactly(good);
      assertThat(ports().journal().history(Optional.empty(), 9)).containsExactly(good);
      assertThat(ports().journal().rollout(state.id())).isEmpty();
    }
    assertThat(ports().unreadable().getAsLong()).isEqualTo(2);
  }

  @Test
  default void a_rollout_that_cannot_be_read_is_moved_by_nobody() {
    Rollout older = ports().journal().save(open(), Samples.state(Proving.class), List.of(), List.of());
    Rollout newer = open();
    damage("UPDATE rollout SET state = '[]' WHERE id = " + older.id());
    assertThatThrownBy(() -> ports().journal().save(newer, new Checking(), List.of(),
        List.of(new Effect.Supersede(older.id(), older.version())))).isInstanceOf(OvertakenException.class);
    assertThatThrownBy(() -> ports().journal().requestStop(older.id(), StopRequest.cancel(Samples.ANN, "x")))
        .isInstanceOf(IllegalStateException.class).hasMessage("there is no rollout " + older.id());
    ports().journal().bringForward(older.id(), new Note.RestartedApp());
    assertThat(ports().journal().unfinished(SHOP)).containsExactly(newer);
  }

  @Test
  default void a_stuck_rollout_that_cannot_be_read_is_not_reported_as_stuck() {
    Rollout stuck = ports().journal().save(open(), Samples.state(Stuck.class), List.of(), List.of());
    damage("UPDATE rollout SET state = 'x' WHERE id = " + stuck.id());
    assertThat(ports().journal().stuck(SHOP)).isEmpty();
  }

  @Test
  default void a_moment_is_left_out_of_the_timeline() {
    Rollout rollout = open();
    ports().journal().note(rollout.id(), new Note.RestartedApp());
    damage("UPDATE moment SET entry = '{}' WHERE id = (SELECT min(id) FROM moment)");
    assertThat(ports().journal().timeline(rollout.id())).extracting(Moment::entry)
        .containsExactly(new Moment.Entry.Noted(new Note.RestartedApp()));
  }

  @Test
  default void a_request_to_stop_still_stops() {
    Rollout rollout = open();
    var _ = ports().journal().requestStop(rollout.id(), StopRequest.cancel(Samples.ANN, "wrong build"));
    damage("UPDATE rollout SET stop = 'x'");
    assertThat(ports().journal().stopRequested(rollout.id()))
        .hasValueSatisfying(stop -> assertThat(stop.rollback()).isFalse());
    assertThat(ports().unreadable().getAsLong()).isEqualTo(1);
  }

  @Test
  default void pushes_are_set_aside_however_many_and_the_others_are_offered() {
    long first = deliver("a");
    var _ = deliver("b");
    long last = deliver("c");
    damage("UPDATE push SET digest = 'x' WHERE delivery < " + last);
    assertThat(ports().pushes().undecided("main", 1)).extracting(Pending::delivery).containsExactly(last);
    assertThat(ports().pushes().undecided("main", 9)).extracting(Pending::delivery).containsExactly(last);
    assertThat(delivery(first).outcomes()).containsExactly(
        new PushOutcome.Ignored(Optional.empty(), new IgnoreReason.SetAside("unreadable")));
    assertThat(ports().unreadable().getAsLong()).isEqualTo(2);
  }

  @Test
  default void a_push_is_decided_though_the_retry_it_brings_forward_cannot_be_read() {
    var _ = deliver("a");
    Rollout retry = open();
    damage("UPDATE rollout SET request = 'x'");
    Pending push = ports().pushes().undecided("main", 9).getFirst();
    assertThat(ports().pushes().decide(push, List.of(new Decision.BringForward(SHOP, retry.id())))).isEmpty();
    assertThat(ports().pushes().undecided("main", 9)).isEmpty();
  }

  @Test
  default void a_delivery_or_an_outcome_is_left_out() {
    long damaged = deliver("a");
    long good = deliver("b");
    Pending push = ports().pushes().undecided("main", 9).getLast();
    var ignored = new IgnoreReason.NoSuchTag("1");
    var _ = ports().pushes().decide(push, List.of(new Decision.Ignore(Optional.of(SHOP), ignored),
        new Decision.Ignore(Optional.empty(), ignored)));
    damage("UPDATE delivery SET deletions = 'x' WHERE id = " + damaged);
    damage("UPDATE outcome SET outcome = '7' WHERE id = (SELECT min(id) FROM outcome)");
    assertThat(Patience.result(ports().inbox().delivery(damaged))).isEmpty();
    assertThat(Patience.result(ports().inbox().deliveries(9))).extracting(RecordedDelivery::id).containsExactly(good);
    assertThat(delivery(good).outcomes()).containsExactly(new PushOutcome.Ignored(Optional.empty(), ignored));
  }

  @Test
  default void a_hold_still_holds_until_a_person_releases_the_app() {
    Hold freeze = new Hold(Samples.ANN, new HoldReason.Manual("freeze"), Samples.TIME);
    apply(new Effect.HoldApp(freeze));
    damage("UPDATE app SET hold = '[]'");
    apply(new Effect.EndDrift(), new Effect.HoldApp(freeze));
    assertThat(ports().journal().record(SHOP).hold()).isPresent();
    apply(new Effect.ReleaseApp());
    assertThat(ports().journal().record(SHOP).hold()).isEmpty();
  }

  @Test
  default void a_look_at_the_app_stands_in_the_way_of_no_write() {
    ConfiguredImage live = ConfiguredImage.of(pinned("v1"));
    apply(new Effect.FirstSight(live, Optional.of(pinned("v1"))));
    apply(new Effect.Observed(new Observation(new Observation.Condition.Well(), Samples.TIME)));
    damage("UPDATE app SET observation = '7', presumed = '7'");
    apply(new Effect.Live(ConfiguredImage.of(pinned("v2")), Optional.empty()));
    assertThat(ports().journal().record(SHOP)).satisfies(record -> {
      assertThat(record.live()).contains(ConfiguredImage.of(pinned("v2")));
      assertThat(record.presumed()).isEmpty();
      assertThat(record.observation()).isEmpty();
    });
  }

  @Test
  default void a_proven_image_is_left_out_and_a_rejected_digest_stays_rejected() {
    for (String content : List.of("v1", "v2")) {
      var _ = ports().journal().save(open(), Samples.healthy(pinned(content)), List.of(), List.of());
    }
    var bad = Samples.digest("bad");
    apply(new Effect.Reject(bad, new RejectReason.LeftByRollback(1, "slow")));
    damage("UPDATE proven SET image = '{}' WHERE moment = (SELECT min(moment) FROM proven)");
    damage("UPDATE rejected SET why = '{}'");
    assertThat(ports().journal().record(SHOP).proven()).extracting(ProvenImage::image).containsExactly(pinned("v2"));
    assertThat(ports().journal().record(SHOP).rejected()).containsOnlyKeys(bad);
    assertThat(ports().unreadable().getAsLong()).isEqualTo(2);
  }

  @Test
  default void an_announcement_is_left_out() {
    apply(new Effect.Announce(Samples.announcement("DOCKER|x.example/y:1")),
        new Effect.Announce(Samples.announcement("DOCKER|x.example/y:2")));
    damage("UPDATE outbox SET announcement = 'x' WHERE id = 1");
    assertThat(ports().outbox().due(ports().clock().instant(), 9)).singleElement()
        .satisfies(waiting -> assertThat(waiting.id()).isEqualTo(2));
  }

  @Test
  default void a_sighting_counts_as_none_until_the_next_replaces_it() {
    var sighting = new Sighting("shop.azurecr.io/reviews tag live",
        Optional.of(new Sighting.Newest("live", Samples.digest("a"))), Samples.TIME);
    assertThat(ports().sightings().saw(SHOP, sighting, Optional.empty())).isEmpty();
    damage("UPDATE sighting SET digest = 'x'");
    assertThat(ports().sightings().last(SHOP)).isEmpty();
    assertThat(ports().sightings().saw(SHOP, sighting, Optional.empty())).isEmpty();
    assertThat(ports().sightings().last(SHOP)).contains(sighting);
  }

  @Test
  default void a_name_that_is_none_is_replaced_by_the_configured_one_of_its_site() {
    var _ = ports().directory()
        .configure(List.of(new Entry(SHOP, "/sites/shop"), new Entry(new AppName("b"), "/sites/b")));
    Rollout rollout = open();
    damage("UPDATE app SET name = 'No Name' WHERE site = '/sites/shop'");
    assertThat(ports().journal().history(Optional.empty(), 9)).isEmpty();
    assertThat(ports().directory().configure(List.of(new Entry(SHOP, "/sites/shop")))).hasSize(1);
    assertThat(ports().journal().unfinished(SHOP)).containsExactly(rollout);
  }

  @Test
  default void an_odd_time_of_a_push_is_no_time() {
    var _ = deliver("a");
    damage("UPDATE push SET at = 'yesterday'");
    assertThat(ports().pushes().undecided("main", 9)).isEmpty();
    assertThat(ports().outbox().due(Instant.EPOCH, 9)).isEmpty();
  }
}
