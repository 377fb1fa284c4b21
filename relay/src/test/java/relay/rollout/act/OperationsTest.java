package relay.rollout.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static relay.rollout.act.ActWorld.ANN;
import static relay.rollout.act.ActWorld.APP;
import static relay.rollout.act.ActWorld.REPOSITORY;
import static relay.rollout.act.ActWorld.SETTINGS;
import static relay.rollout.act.ActWorld.V1;
import static relay.rollout.act.ActWorld.V2;
import static relay.rollout.act.ActWorld.V3;
import static relay.rollout.act.ActWorld.V4;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.app.Actor;
import relay.app.ConfiguredImage;
import relay.app.HoldReason;
import relay.app.RejectReason;
import relay.image.Digest;
import relay.journal.AuditLine;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState.Applying;
import relay.rollout.StopRequest;
import relay.rollout.act.OperationRefusedException.Code;
import relay.rollout.record.Effect;
import relay.rollout.record.Moment;
import relay.rollout.record.Note;

class OperationsTest {
  private static final Set<String> WRITES = Set.of("open", "requestStop", "apply", "bringForward");
  private final ActWorld world = ActWorld.twoProven();

  private static void assertRefused(ThrowingCallable act, Code code) {
    assertThatThrownBy(act).isInstanceOfSatisfying(OperationRefusedException.class,
        refused -> assertThat(refused.code()).isEqualTo(code));
  }

  @Test
  void every_write_is_made_within_the_decision_that_looked_at_the_app() {
    Rollout push = world.bringsV3("proving");
    var _ = world.deploy(V4);
    var _ = world.rollback();
    var _ = world.operations.cancel(push.id(), ANN, "no");
    var _ = world.operations.retry(new RolloutId(1), ANN, "again");
    var _ = world.operations.adopt(SETTINGS, ANN, "keep");
    world.operations.hold(SETTINGS, ANN, "sale");
    world.operations.release(SETTINGS, ANN, "over");
    assertThat(world.asked).filteredOn(asked -> WRITES.contains(asked.what())).hasSizeGreaterThanOrEqualTo(7)
        .allMatch(ActWorld.Asked::deciding);
    assertThat(world.asked).filteredOn(asked -> !asked.deciding()).extracting(ActWorld.Asked::what)
        .containsOnly("rollout"); // whose app it is never changes
  }

  @Test
  void every_act_is_audited_with_who_and_why() {
    Rollout push = world.bringsV3("proving");
    Rollout retry = pendingRetry(new RolloutId(1));
    world.journal.apply(APP, new Actor.Relay(), "broke",
        List.of(new Effect.Reject(V4, new RejectReason.LeftByRollback(1, "broke"))));
    var _ = world.deploy(V4);
    var _ = world.rollback();
    var _ = world.operations.cancel(new RolloutId(5), ANN, "no");
    var _ = world.operations.retry(retry.id(), ANN, "fixed");
    var _ = world.operations.adopt(SETTINGS, ANN, "keep");
    world.operations.hold(SETTINGS, ANN, "sale");
    world.operations.release(SETTINGS, ANN, "over");
    var _ = world.operations.unreject(SETTINGS, ANN, "mended", V4.value());
    assertThat(world.store.audit(8)).extracting(AuditLine::who, AuditLine::what, AuditLine::why).containsExactly(
        tuple("ann", "lifts the rejection of " + V4.brief(), "mended"), tuple("ann", "releases the app", "over"),
        tuple("ann", "holds the app: sale", "sale"), tuple("ann", "adopt as rollout 6", "keep"),
        tuple("ann", "starts rollout " + retry.id() + " at once", "fixed"), tuple("ann", "cancels rollout 5", "no"),
        tuple("ann", "rolls back rollout " + push.id(), "errors"), tuple("ann", "deploy as rollout 5", "hotfix"));
  }

  @Test
  void a_deploy_by_tag_opens_a_rollout_since_only_the_registry_knows_what_the_tag_names() {
    var _ = world.bringsV3("proving");
    var tag = new DesiredImage.ByTag(REPOSITORY.tagged("prod"), Optional.empty());
    assertThat(world.operations.deploy(SETTINGS, ANN, "x", tag, false).joined()).isFalse();
  }

  @Test
  void a_deploy_asked_for_twice_is_one_rollout() {
    Accepted first = world.deploy(V3);
    Accepted second = world.deploy(V3);
    assertThat(first.joined()).isFalse();
    assertThat(second.joined()).isTrue();
    assertThat(second.rollout().id()).isEqualTo(first.rollout().id());
    assertThat(world.operations.deploy(SETTINGS, ANN, "x", ActWorld.exactly(V3), true).joined())
        .as("one that accepts to have no rollback target is another wish").isFalse();
  }

  @Test
  void what_a_person_wants_ended_is_not_joined() {
    Accepted first = world.deploy(V3);
    var _ = world.operations.cancel(first.rollout().id(), ANN, "no");
    assertThat(world.deploy(V3).joined()).isFalse();
  }

  @Test
  void a_rollback_asked_for_twice_is_one_whatever_the_first_has_reached() {
    Rollout first = world.rollback().rollout();
    assertThat(world.rollback().rollout().id()).isEqualTo(first.id());
    var change = ActWorld.change(V2, V1, "1.0");
    var proving = world.journal.save(first, new Applying(change, ActWorld.NOW).applied(), List.of(),
        List.of(ActWorld.live(V1, "1.0")));
    Accepted again = world.rollback();
    assertThat(again).isEqualTo(new Accepted(proving, true));
    assertThat(world.journal.stopRequested(first.id())).as("else it would return to what was left").isEmpty();
    assertThat(world.rollback(new RollbackTo.Exactly(V2.value())).joined()).isTrue();
    assertThat(world.journal.stopRequested(first.id())).as("what was left, by name").isPresent();
  }

  @Test
  void a_rollback_to_the_rollback_target_of_what_is_under_way_sends_that_back() {
    Rollout push = world.bringsV3("proving");
    assertThat(world.rollback(new RollbackTo.BroughtBy(new RolloutId(2))).rollout().id()).isEqualTo(push.id());
    assertThat(world.journal.stopRequested(push.id())).contains(StopRequest.rollback(ANN, "errors", false));
  }

  @Test
  void a_rollback_to_something_else_leaves_what_is_under_way_until_it_is_taken_over() {
    Rollout push = world.bringsV3("proving");
    Accepted accepted = world.rollback(new RollbackTo.Exactly("111111"));
    assertThat(accepted.joined()).isFalse();
    assertThat(accepted.rollout().digest()).contains(V1);
    assertThat(world.journal.stopRequested(push.id())).isEmpty();
  }

  @Test
  void a_rollback_replaces_a_cancel_that_was_asked_for_before() {
    Rollout push = world.bringsV3("proving");
    var _ = world.operations.cancel(push.id(), ANN, "no");
    var _ = world.rollback();
    assertThat(world.journal.stopRequested(push.id()).orElseThrow().rollback()).isTrue();
  }

  @Test
  void a_rollback_that_meets_the_end_of_a_good_rollout_is_decided_anew() {
    Rollout push = world.bringsV3("soaking");
    world.meanwhile(() -> world.enters(push, "healthy"));
    Accepted accepted = world.rollback();
    assertThat(accepted.joined()).isFalse();
    assertThat(accepted.rollout().digest()).contains(V2);
  }

  @Test
  void a_rollback_that_meets_the_end_of_a_restore_goes_no_further_back() {
    Rollout push = world.bringsV3("restoring");
    world.meanwhile(() -> world.enters(push, "rolled-back"));
    Accepted accepted = world.rollback();
    assertThat(accepted.joined()).isTrue();
    assertThat(accepted.rollout().id()).isEqualTo(push.id());
  }

  @Test
  void a_rollback_takes_neither_what_is_live_nor_what_is_rejected_and_keeps_others_in_reserve() {
    var _ = world.proven(V3, "3.0");
    var _ = world.proven(V4, "4.0");
    world.journal.apply(APP, ANN, "broke",
        List.of(new Effect.Reject(V3, new RejectReason.LeftByRollback(1, "broke"))));
    assertThat(world.rollback().rollout().request().desired()).isEqualTo(new DesiredImage.FirstAvailable(
        new DesiredImage.ByDigest(REPOSITORY.at(V2), Optional.of("2.0")),
        List.of(new DesiredImage.ByDigest(REPOSITORY.at(V1), Optional.of("1.0")))));
  }

  @Test
  void without_a_proven_digest_to_go_to_a_rollback_takes_the_one_found_at_first_sight() {
    var fresh = new ActWorld();
    assertRefused(fresh::rollback, Code.NOTHING_PROVEN);
    fresh.journal.apply(APP, new Actor.Relay(), "first sight", List.of(new Effect.FirstSight(
        ConfiguredImage.of(REPOSITORY.at(V1)), Optional.of(REPOSITORY.at(V1)))));
    assertRefused(fresh::rollback, Code.NOTHING_PROVEN);
    var _ = fresh.proven(V2, "2.0");
    assertThat(fresh.rollback().rollout().digest()).contains(V1);
  }

  @Test
  void a_rollback_names_a_rollout_or_a_digest_as_it_is_typed() {
    assertThat(world.rollback(new RollbackTo.Typed("1")).rollout().digest()).contains(V1);
    assertThat(world.rollback(new RollbackTo.Typed("222222")).rollout().digest())
        .as("no rollout has this number").contains(V2);
    assertRefused(() -> world.rollback(new RollbackTo.Typed("77")), Code.NO_SUCH_ROLLOUT);
    assertRefused(() -> world.rollback(new RollbackTo.Typed("777777")), Code.UNKNOWN_DIGEST);
    Rollout refused = world.bringsV3("refused");
    assertRefused(() -> world.rollback(new RollbackTo.Typed(refused.id().toString())), Code.NOT_PROVEN);
  }

  @Test
  void a_short_digest_must_be_known_and_mean_one() {
    var alike = new Digest("sha256:" + "2".repeat(60) + "abcd");
    assertThat(world.operations.deployDigest(SETTINGS, ANN, "x", "222222", false).rollout().digest()).contains(V2);
    assertRefused(() -> world.operations.deployDigest(SETTINGS, ANN, "x", "abcdef", false), Code.UNKNOWN_DIGEST);
    var _ = world.proven(alike, "2.1");
    assertRefused(() -> world.operations.deployDigest(SETTINGS, ANN, "x", "sha256:222222", false),
        Code.AMBIGUOUS_DIGEST);
    assertThat(world.operations.deployDigest(SETTINGS, ANN, "x", alike.value(), false).rollout().digest())
        .contains(alike);
  }

  @Test
  void what_someone_else_deployed_is_reverted_to_what_is_live_by_the_record() {
    assertThat(world.operations.revert(SETTINGS, ANN, "undo").rollout().digest()).contains(V2);
    assertRefused(() -> new ActWorld().operations.revert(SETTINGS, ANN, "undo"), Code.NOTHING_EXPECTED);
  }

  @Test
  void nothing_is_reverted_while_a_rollout_has_the_app_in_its_hands() {
    var _ = world.bringsV3("restoring");
    assertRefused(() -> world.operations.revert(SETTINGS, ANN, "undo"), Code.NOT_SETTLED);
  }

  @Test
  void a_pending_retry_starts_at_once_and_its_timeline_says_who_asked() {
    Rollout retry = pendingRetry(new RolloutId(1));
    for (RolloutId named : List.of(retry.id(), new RolloutId(1))) {
      assertThat(world.operations.retry(named, ANN, "fixed").rollout().id()).isEqualTo(retry.id());
    }
    assertThat(world.journal.rollout(retry.id()).orElseThrow().request().notBefore()).isEmpty();
    assertThat(world.journal.timeline(retry.id())).extracting(Moment::entry)
        .contains(new Moment.Entry.Noted(new Note.RetryRequested(ANN, "fixed")));
    assertThat(world.journal.history(Optional.of(APP), 9)).hasSize(3);
  }

  @Test
  void while_the_app_is_held_a_person_s_retry_is_a_rollout_of_the_person() {
    Rollout retry = pendingRetry(new RolloutId(1));
    world.holds(new HoldReason.Manual("sale"));
    Accepted accepted = world.operations.retry(retry.id(), ANN, "all the same");
    assertThat(accepted.joined()).isFalse();
    assertThat(accepted.rollout().request().cause()).isEqualTo(new Cause.Deploy(ANN, "all the same"));
  }

  @Test
  void a_retried_rollback_is_a_rollback() {
    Rollout first = world.operations.rollback(SETTINGS, ANN, "errors", new RollbackTo.Before(), true).rollout();
    var _ = world.enters(first, "refused");
    RolloutRequest again = world.operations.retry(first.id(), ANN, "once more").rollout().request();
    assertThat(again).isEqualTo(new RolloutRequest(APP, first.request().desired(),
        new Cause.Rollback(ANN, "once more"), false, true, Optional.empty()));
  }

  @Test
  void a_second_hold_says_what_is_true_now() {
    world.operations.hold(SETTINGS, ANN, "sale");
    world.operations.hold(SETTINGS, new Actor.Person("bob"), "audit");
    var hold = world.journal.record(APP).hold().orElseThrow();
    assertThat(hold.by()).isEqualTo(new Actor.Person("bob"));
    assertThat(hold.why()).isEqualTo(new HoldReason.Manual("audit"));
  }

  @Test
  void a_digest_that_is_not_rejected_cannot_be_unrejected() {
    assertRefused(() -> world.operations.unreject(SETTINGS, ANN, "x", V2.value()), Code.NOT_REJECTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cancel", "retry"})
  void a_rollout_that_nobody_knows_is_named(String act) {
    var nobody = new RolloutId(99);
    assertRefused(() -> {
      var _ = act.equals("cancel")
          ? world.operations.cancel(nobody, ANN, "x")
          : world.operations.retry(nobody, ANN, "x");
    }, Code.NO_SUCH_ROLLOUT);
    assertThat(world.woken).isEmpty();
  }

  private Rollout pendingRetry(RolloutId failed) {
    return world.journal.open(new RolloutRequest(APP,
        new DesiredImage.ByTag(REPOSITORY.tagged("prod"), Optional.of(V3)), new Cause.Retried(failed, 1), false, false,
        Optional.of(ActWorld.NOW.plusSeconds(300))));
  }
}
