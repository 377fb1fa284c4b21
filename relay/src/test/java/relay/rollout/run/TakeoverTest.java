package relay.rollout.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static relay.rollout.run.World.APP;
import static relay.rollout.run.World.V1;
import static relay.rollout.run.World.V2;
import static relay.rollout.run.World.V3;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.app.Actor;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.health.Answer;
import relay.image.PinnedImage;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.NoChange;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Cancelled;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Refused;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Superseded;
import relay.rollout.RolloutState.Unchanged;
import relay.rollout.StopRequest;
import relay.rollout.act.Accepted;
import relay.rollout.act.OperationRefusedException;
import relay.rollout.act.RollbackTo;

/** What happens between two rollouts of one app: a newcomer never makes the relay let go of what is under way. */
class TakeoverTest {
  private static final Actor ANN = new Actor.Person("ann");
  private static final RolloutId SECOND = new RolloutId(2);
  private final World world = new World();

  /** V1 is proven, V2 is broken and being proven; after half a minute something is asked. */
  private void whileProving(Runnable ask) throws InterruptedException {
    world.healthy(V1).behaviours.put(V2, Cloud.Behaviour.UNWELL);
    world.waiter.plan(Duration.ofSeconds(30), ask);
    world.push("live", V2);
    world.settle();
  }

  private void opens(Cause cause, DesiredImage desired) {
    var _ = world.journal.open(RolloutRequest.of(APP, desired, cause));
  }

  private static DesiredImage exactly(PinnedImage image) {
    return new DesiredImage.ByDigest(image, Optional.empty());
  }

  private RolloutState second() {
    return world.journal.rollout(SECOND).orElseThrow().state();
  }

  private void assertRestored() {
    assertThat(second()).isInstanceOf(RolledBack.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V1));
    assertThat(world.journal.record(APP).live()).contains(ConfiguredImage.of(V1));
  }

  @Test
  void the_same_deploy_again_joins_and_the_broken_image_is_rolled_back() throws Exception {
    whileProving(() -> opens(new Cause.Deploy(ANN, "pipeline"), exactly(V2)));
    assertThat(world.newest().state()).isEqualTo(new Unchanged(new NoChange.Joined(SECOND, V2)));
    assertRestored();
  }

  @Test
  void a_mistyped_tag_is_refused_and_leaves_the_rollout_under_way_alone() throws Exception {
    whileProving(() -> opens(new Cause.Deploy(ANN, "hotfix"),
        new DesiredImage.ByTag(World.REPOSITORY.tagged("lvie"), Optional.empty())));
    assertThat(world.newest().state()).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.why().code()).isEqualTo("no-such-tag"));
    assertRestored();
  }

  @Test
  void an_adopt_in_the_middle_changes_nothing() throws Exception {
    whileProving(() -> opens(new Cause.Adopt(ANN, "looks fine"), new DesiredImage.Adopted()));
    assertThat(world.newest().state()).isInstanceOf(Unchanged.class);
    assertRestored();
  }

  @Test
  void a_newcomer_that_is_cancelled_hands_nothing_over() throws Exception {
    whileProving(() -> {
      opens(new Cause.Deploy(ANN, "hotfix"), exactly(V3));
      var _ = world.journal.requestStop(new RolloutId(3), StopRequest.cancel(ANN, "no"));
    });
    assertThat(world.newest().state()).isInstanceOf(Cancelled.class);
    assertRestored();
  }

  @Test
  void a_chart_under_the_same_tag_is_refused_and_the_image_is_watched_to_its_end() throws Exception {
    world.healthy(V1).artifacts.put(V3, "application/vnd.cncf.helm.config.v1+json");
    world.waiter.plan(Duration.ofSeconds(60), () -> {
      world.push("live", V3);
      world.decide();
    });
    world.push("live", V2);
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(Refused.class);
    assertThat(second()).isInstanceOf(Healthy.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V2));
  }

  @Test
  void a_newer_image_takes_over_only_when_it_is_written_and_inherits_the_rollback_target() throws Exception {
    world.behaviours.put(V3, Cloud.Behaviour.UNWELL);
    whileProving(() -> opens(new Cause.Deploy(ANN, "hotfix"), exactly(V3)));
    assertThat(second()).isInstanceOfSatisfying(Superseded.class,
        end -> assertThat(end.left().orElseThrow().target()).isEqualTo(V2));
    assertThat(world.newest().state()).isInstanceOfSatisfying(RolledBack.class,
        back -> assertThat(back.change().back()).contains(new RollbackTarget.Pinned(V1)));
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V1));
    assertThat(world.written()).containsExactly(ConfiguredImage.of(V1), ConfiguredImage.of(V2),
        ConfiguredImage.of(V3), ConfiguredImage.of(V1));
  }

  @Test
  void a_second_push_during_the_first_soak_of_all_still_has_a_rollback_target() throws Exception {
    world.waiter.plan(Duration.ofSeconds(60), () -> {
      world.push("live", V2);
      world.decide();
    });
    world.push("live", V1);
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(Healthy.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V2));
  }

  @Test
  void a_rollback_while_it_is_proven_goes_back_one_version_at_once_and_holds_the_app() throws Exception {
    world.healthy(V1).healthy(V2);
    world.behaviours.put(V3, Cloud.Behaviour.MUTE);
    world.waiter.plan(Duration.ofSeconds(30), () -> {
      Accepted accepted = world.operations().rollback(world.settings, ANN, "errors", new RollbackTo.Before(), false);
      assertThat(accepted.joined()).isTrue();
      assertThat(accepted.rollout().id()).isEqualTo(new RolloutId(3));
    });
    world.push("live", V3);
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(RolledBack.class,
        back -> assertThat(back.why().code()).isEqualTo("rolled-back-by-person"));
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V2));
    assertThat(world.journal.record(APP).rejected()).containsOnlyKeys(V3.digest());
    assertThat(world.journal.record(APP).hold()).isPresent();
  }

  @Test
  void a_rollback_is_never_refused_because_the_app_cannot_be_seen() throws Exception {
    world.healthy(V1).waiter.plan(Duration.ofSeconds(10),
        () -> world.answerInstead = Optional.of(new Answer.Reply(403, Map.of(), "forbidden")));
    world.waiter.plan(Duration.ofSeconds(30), () -> {
      var _ = world.operations().rollback(world.settings, ANN, "403", new RollbackTo.Before(), false);
    });
    world.waiter.plan(Duration.ofSeconds(60), () -> world.answerInstead = Optional.empty());
    world.push("live", V2);
    world.settle();
    assertRestored();
  }

  @Test
  void a_rollback_during_a_restore_joins_it_and_goes_no_further_back() throws Exception {
    world.healthy(V1).healthy(V2);
    world.behaviours.put(V3, Cloud.Behaviour.CRASHES);
    world.afterSave = () -> {
      boolean restoring = world.journal.unfinished(APP).stream()
          .anyMatch(rollout -> rollout.state() instanceof RolloutState.Restoring);
      if (restoring) {
        world.afterSave = () -> {};
        assertThat(world.operations().rollback(world.settings, ANN, "x", new RollbackTo.Before(), false).joined())
            .isTrue();
      }
    };
    world.push("live", V3);
    world.settle();
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V2));
    assertThat(world.journal.history(Optional.of(APP), 9)).hasSize(3);
  }

  @Test
  void there_is_nothing_to_roll_back_to_when_only_what_runs_was_proven() throws Exception {
    world.healthy(V1);
    assertThatThrownBy(() -> world.operations().rollback(world.settings, ANN, "x", new RollbackTo.Before(), false))
        .isInstanceOf(OperationRefusedException.class);
  }

  @Test
  void a_retry_dies_when_something_newer_was_opened() throws Exception {
    world.healthy(V1).behaviours.put(V2, Cloud.Behaviour.PULL_FAILS);
    world.push("live", V2);
    world.settle();
    Rollout retry = world.newest();
    assertThat(retry.request().cause()).isInstanceOf(Cause.Retried.class);
    world.push("live", V3);
    world.settle();
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V3));
    world.behaviours.remove(V2);
    world.waiter.pause(Duration.ofMinutes(6));
    world.settle();
    assertThat(world.journal.rollout(retry.id()).orElseThrow().state()).isNotInstanceOf(Healthy.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V3));
  }

  @Test
  void a_retry_asks_the_tag_again() throws Exception {
    world.healthy(V1).behaviours.put(V2, Cloud.Behaviour.PULL_FAILS);
    world.push("live", V2);
    world.settle();
    world.behaviours.remove(V2);
    world.tag("live", V1).waiter.pause(Duration.ofMinutes(6));
    world.settle();
    assertThat(world.newest().state()).isEqualTo(new Unchanged(new NoChange.Outdated()));
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V1));
  }

  @Test
  void a_push_that_waits_is_not_lost_by_a_mistyped_deploy_after_it() throws Exception {
    world.healthy(V1);
    world.push("live", V2);
    world.decide();
    opens(new Cause.Deploy(ANN, "hotfix"),
        new DesiredImage.ByTag(World.REPOSITORY.tagged("lvie"), Optional.empty()));
    world.settle();
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V2));
  }

  @Test
  void cancelling_what_waits_for_the_end_of_a_hold_cancels_it_at_once() throws Exception {
    world.healthy(V1);
    world.operations().hold(world.settings, ANN, "freeze");
    world.push("live", V2);
    world.settle();
    Rollout waiting = world.newest();
    assertThat(waiting.state().code()).contains("hold");
    var _ = world.operations().cancel(waiting.id(), ANN, "not today");
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(Cancelled.class);
  }
}
