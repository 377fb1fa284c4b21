package relay.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.reconcile.World.APP;
import static relay.reconcile.World.V1;
import static relay.reconcile.World.V2;
import static relay.reconcile.World.V3;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.app.Actor;
import relay.app.RejectReason;
import relay.health.Blame;
import relay.image.RegistryException;
import relay.image.TagFilter;
import relay.image.TagPolicy;
import relay.push.PushOutcome;
import relay.reconcile.ReconcileListener.By;
import relay.reconcile.ReconcileListener.Round;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Failure;
import relay.rollout.Refusal;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.StopRequest;
import relay.rollout.record.Effect;

/** Missed pushes, found by looking at the registry. */
class TagCheckTest {
  private static final Actor ANN = new Actor.Person("ann");
  private static final TagPolicy BUILDS = new TagPolicy.Natural(TagFilter.of(Optional.of("build-*"), Optional.empty()));
  @TempDir
  Path folder;
  private World world;

  @BeforeEach
  void open() {
    world = new World(folder, List.of(new TagPolicy.Exact("live")), World.settings(true, false), false);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private World follows(TagPolicy... policies) {
    world.close();
    world = new World(folder, List.of(policies), World.settings(true, false), false);
    return world;
  }

  @Test
  void the_first_sight_changes_nothing_and_a_later_change_that_nobody_told_is_a_rollout() throws Exception {
    world.tag("live", V1).round().round();
    assertThat(world.rollouts()).isEmpty();
    world.tag("live", V2).round().round().round();
    assertThat(world.rollouts()).singleElement().satisfies(rollout -> {
      assertThat(rollout.app()).isEqualTo(APP);
      assertThat(rollout.request().cause()).isEqualTo(new Cause.Reconciled(Cause.Finding.UNREPORTED));
      assertThat(rollout.request().desired().digest()).contains(V2.digest());
      assertThat(rollout.request().desired().tagName()).contains("live");
    });
    assertThat(world.nudged).containsExactly(APP);
    assertThat(world.found).containsExactly(By.TAGS);
  }

  @Test
  void of_several_missed_pushes_only_the_newest_is_wanted() throws Exception {
    world.tag("live", V1).round();
    world.tag("live", V2).tag("live", V3).round().round();
    assertThat(world.rollouts()).extracting(rollout -> rollout.request().desired().digest().orElseThrow())
        .containsExactly(V3.digest());
  }

  @Test
  void one_moving_tag_costs_one_head_a_round_however_many_apps_follow_it() throws Exception {
    var live = new TagPolicy.Exact("live");
    follows(live, live, live).tag("live", V1).round().tag("live", V2).round();
    assertThat(world.asked).containsExactly("HEAD live", "HEAD live");
    assertThat(world.rollouts()).hasSize(3);
  }

  @Test
  void the_newest_build_is_chosen_by_its_order_and_not_by_when_it_came() throws Exception {
    follows(BUILDS).tag("build-9", V1).tag("latest", V1).round();
    world.tag("build-10", V2).tag("build-8", V3).tag("latest", V3).round();
    assertThat(world.rollouts()).singleElement()
        .satisfies(rollout -> assertThat(rollout.request().desired().tagName()).contains("build-10"));
    assertThat(world.asked).containsExactly("LIST", "HEAD build-9", "LIST", "HEAD build-10");
  }

  @Test
  void a_newest_build_that_was_deleted_is_no_wish_to_go_back() throws Exception {
    follows(BUILDS).tag("build-9", V1).tag("build-10", V2).live(V2, "build-10").round();
    world.tags.remove("build-10");
    world.round();
    assertThat(world.rollouts()).isEmpty();
  }

  @Test
  void a_list_that_is_not_whole_is_not_acted_on() throws Exception {
    follows(BUILDS).tag("build-9", V1).round();
    world.listWhole = false;
    world.tag("build-10", V2).round();
    assertThat(world.rollouts()).isEmpty();
    assertThat(world.rounds).containsExactly(Round.WHOLE, Round.PARTIAL);
    world.listWhole = true;
    world.round();
    assertThat(world.rollouts()).hasSize(1);
  }

  @Test
  void what_an_event_reported_is_due_again_while_the_tag_names_it_at_a_growing_pause() throws Exception {
    world.tag("live", V1).round();
    world.push("acr", "1", "live", V2);
    world.tag("live", V2).round();
    assertThat(world.rollouts()).hasSize(1); // in flight
    var _ = world.ended(new RolloutState.Refused(new Refusal.AppStopped(), Optional.empty()));
    List<Duration> pauses = new ArrayList<>();
    for (int tries = 1; tries <= 3; tries++) {
      Instant ended = world.now();
      while (world.rollouts().size() == tries) {
        world.round();
      }
      pauses.add(Duration.between(ended, world.now()));
      assertThat(world.rollouts().getFirst().request().cause())
          .isEqualTo(new Cause.Reconciled(Cause.Finding.STILL_DUE));
      var _ = world.ended(new RolloutState.Refused(new Refusal.AppStopped(), Optional.empty()));
    }
    assertThat(pauses.get(0)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(13));
    assertThat(pauses.get(1)).isBetween(Duration.ofMinutes(14), Duration.ofMinutes(22));
    assertThat(pauses.get(2)).isBetween(Duration.ofMinutes(44), Duration.ofMinutes(52));
  }

  @Test
  void what_only_another_push_can_change_is_not_due_again() throws Exception {
    world.tag("live", V1).round();
    world.push("acr", "1", "live", V2);
    var _ = world.ended(new RolloutState.Refused(new Refusal.NotAnImage("chart"), Optional.empty()));
    world.tag("live", V2).passes(Duration.ofDays(2));
    world.round().round();
    assertThat(world.rollouts()).hasSize(1);
  }

  @Test
  void what_a_person_cancelled_is_put_aside_until_the_tag_names_something_else() throws Exception {
    world.tag("live", V1).round();
    world.push("acr", "1", "live", V2);
    var _ = world.ended(new RolloutState.Cancelled(StopRequest.cancel(ANN, "not today")));
    world.tag("live", V2).passes(Duration.ofDays(2));
    world.round().round();
    assertThat(world.rollouts()).hasSize(1);
    world.tag("live", V3).round();
    assertThat(world.rollouts()).hasSize(2);
  }

  @Test
  void what_is_live_or_was_rejected_is_no_news() throws Exception {
    world.tag("live", V1).round();
    world.live(V2).tag("live", V2).round();
    world.journal.apply(APP, ANN, "test",
        List.of(new Effect.Reject(V3.digest(), new RejectReason.LeftByRollback(1, "slow"))));
    world.tag("live", V3).round();
    assertThat(world.rollouts()).isEmpty();
    world.tag("live", V1).round(); // re-tagging an older image is the commonest rollback there is
    assertThat(world.rollouts()).hasSize(1);
  }

  @Test
  void what_a_person_deployed_meanwhile_is_not_undone() throws Exception {
    world.tag("live", V1).round();
    world.push("acr", "1", "live", V2);
    var _ = world.ended(World.healthy(V2));
    Rollout hotfix = world.journal.open(RolloutRequest.of(APP, new DesiredImage.ByDigest(V1, Optional.empty()),
        new Cause.Deploy(ANN, "hotfix")));
    var _ = world.journal.save(hotfix, World.healthy(V1), List.of(), List.of());
    world.live(V1).tag("live", V2).passes(Duration.ofDays(2));
    world.round();
    assertThat(world.rollouts()).hasSize(2);
  }

  @Test
  void a_restart_forgets_nothing_and_another_tag_begins_anew() throws Exception {
    world.tag("live", V1).tag("stable", V3).round();
    world.restart().tag("live", V2).round();
    assertThat(world.rollouts()).hasSize(1);
    follows(new TagPolicy.Exact("stable")).tag("stable", V3).round();
    assertThat(world.rollouts()).hasSize(1);
    world.tag("stable", V1).round();
    assertThat(world.rollouts()).hasSize(2);
  }

  @Test
  void a_registry_that_does_not_answer_is_asked_once_a_round_and_ever_more_seldom() throws Exception {
    follows(new TagPolicy.Exact("live"), new TagPolicy.Exact("stable")).tag("live", V1).round();
    world.asked.clear();
    world.registryTrouble = Optional.of(new RegistryException(RegistryException.Kind.UNAVAILABLE, "429"));
    var before = world.now();
    for (int i = 0; i < 8; i++) {
      world.round();
    }
    assertThat(world.asked).hasSize(8);
    assertThat(world.rounds).endsWith(Round.BROKEN_OFF);
    assertThat(Duration.between(before, world.now())).isGreaterThan(Duration.ofHours(2));
    world.registryTrouble = Optional.empty();
    world.tag("live", V2).round();
    assertThat(world.rollouts()).hasSize(1);
    var mended = world.now();
    world.round();
    assertThat(Duration.between(mended, world.now())).isLessThan(Duration.ofMinutes(7));
  }

  @Test
  void the_same_push_by_every_receiver_by_two_regions_under_two_tags_and_seen_at_the_registry_is_one_rollout()
      throws Exception {
    follows(new TagPolicy.Semantic(">=1", false)).tag("1.0.0", V1).live(V1, "1.0.0").round();
    world.tag("1.1.0", V2).tag("v1.1.0", V2);
    world.push("acr", "here", "1.1.0", V2);
    world.push("acr", "there", "1.1.0", V2);
    world.round();
    world.push("eventgrid", "e-1", "1.1.0", V2);
    world.push("distribution", "d-1", "v1.1.0", V2);
    world.round();
    assertThat(world.rollouts()).hasSize(1);
    world.live(V2, "1.1.0");
    var _ = world.ended(World.healthy(V2));
    world.push("acr", "late", "1.1.0", V2);
    world.round();
    assertThat(world.rollouts()).hasSize(1);
  }

  @Test
  void a_push_that_is_seen_at_the_registry_before_its_event_arrives_is_one_rollout() throws Exception {
    world.tag("live", V1).round().tag("live", V2).round();
    world.push("acr", "1", "live", V2);
    world.push("eventgrid", "2", "live", V2);
    assertThat(world.rollouts()).hasSize(1);
    assertThat(world.store.inbox().deliveries(5).await()).allSatisfy(
        delivery -> assertThat(delivery.outcomes()).singleElement().isInstanceOf(PushOutcome.Merged.class));
  }

  @Test
  void a_stuck_app_is_left_to_a_person_or_a_new_push() throws Exception {
    world.tag("live", V1).round();
    world.push("acr", "1", "live", V2);
    var _ = world.ended(new RolloutState.Stuck(World.change(V2), Blame.ENVIRONMENT, new Failure.WriteFailed("503"),
        Optional.of(new Failure.RestoreNotWritten("503"))));
    world.tag("live", V2).passes(Duration.ofDays(2));
    world.round().round();
    assertThat(world.rollouts()).hasSize(1);
  }
}
