package relay.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.reconcile.World.APP;
import static relay.reconcile.World.V1;
import static relay.reconcile.World.V2;
import static relay.reconcile.World.V3;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.health.Blame;
import relay.health.Evidence;
import relay.health.Expectation;
import relay.health.Grade;
import relay.image.RegistryException;
import relay.image.TagFilter;
import relay.image.TagPolicy;
import relay.reconcile.ReconcileListener.By;
import relay.reconcile.ReconcileListener.Round;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.DesiredImage;
import relay.rollout.Effect;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;

/** Missed pushes, found by looking at the registry. */
class TagCheckTest {
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
      assertThat(rollout.request().cause()).isInstanceOf(Cause.Reconciled.class);
      assertThat(rollout.request().wanted().digest()).contains(V2.digest());
      assertThat(rollout.request().wanted().tagName()).contains("live");
    });
    assertThat(world.nudged).containsExactly(APP);
    assertThat(world.found).containsExactly(By.TAGS);
    assertThat(world.journal.timeline(world.rollouts().getFirst().id()).getFirst().sentence())
        .contains("no event told of it");
  }

  @Test
  void of_several_missed_pushes_only_the_newest_is_wanted() throws Exception {
    world.tag("live", V1).round();
    world.tag("live", V2).tag("live", V3).round().round();
    assertThat(world.rollouts()).extracting(rollout -> rollout.request().wanted().digest().orElseThrow())
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
        .satisfies(rollout -> assertThat(rollout.request().wanted().tagName()).contains("build-10"));
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
  void what_an_event_told_is_no_news_whatever_became_of_it() throws Exception {
    world.tag("live", V1).round();
    world.push("acr", "1", "live", V2);
    world.tag("live", V2).round();
    assertThat(world.rollouts()).hasSize(1); // in flight
    Rollout told = world.rollouts().getFirst();
    world.tag("live", V3);
    world.push("acr", "2", "live", V3);
    Rollout second = world.rollouts().getFirst();
    var _ = world.journal.save(told.id(), new RolloutState.Superseded(second.id(), Optional.empty()), "Superseded.");
    var _ = world.journal.save(second.id(), new RolloutState.Refused("no way back"), "Refused.");
    world.round();
    assertThat(world.rollouts()).hasSize(2);
    world.tag("live", V2).round(); // the older one again, by hand and untold: that is news
    assertThat(world.rollouts()).hasSize(3);
  }

  @Test
  void an_image_that_was_not_there_when_its_event_came_is_news_once_it_is() throws Exception {
    world.tag("live", V1).round();
    world.push("acr", "1", "live", V2);
    var _ = world.journal.save(world.rollouts().getFirst().id(),
        new RolloutState.Refused("not in the registry: " + V2), "Refused.");
    world.tag("live", V2).round();
    assertThat(world.rollouts()).hasSize(2);
  }

  @Test
  void what_is_live_or_was_rejected_is_no_news() throws Exception {
    world.tag("live", V1).round();
    world.live(V2).tag("live", V2).round();
    world.journal.apply(APP, "test", "test", List.of(new Effect.Reject(V3.digest(), "503")));
    world.tag("live", V3).round();
    assertThat(world.rollouts()).isEmpty();
    world.tag("live", V1).round(); // re-tagging an older image is the commonest rollback there is
    assertThat(world.rollouts()).hasSize(1);
  }

  @Test
  void what_a_person_deployed_meanwhile_is_not_undone() throws Exception {
    world.tag("live", V1).round();
    world.push("acr", "1", "live", V2);
    var _ = world.journal.save(world.rollouts().getFirst().id(),
        new RolloutState.Healthy(V2, new Evidence(Grade.PROVEN, "it says so")), "Healthy.");
    var _ = world.journal.open(RolloutRequest.of(APP, new DesiredImage.ByDigest(V1, Optional.empty()),
        new Cause.Deploy("ann", "hotfix"), world.now()));
    world.tag("live", V2).round();
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
  void the_same_push_by_every_door_by_two_regions_under_two_tags_and_seen_at_the_registry_is_one_rollout()
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
    var _ = world.journal.save(world.rollouts().getFirst().id(),
        new RolloutState.Healthy(V2, new Evidence(Grade.PROVEN, "it says so")), "Healthy.");
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
        delivery -> assertThat(delivery.outcomes()).singleElement().asString().contains("already in flight"));
  }

  @Test
  void a_push_that_was_rolled_back_is_not_tried_again_by_a_look() throws Exception {
    world.tag("live", V1).round();
    world.push("acr", "1", "live", V2);
    var change = new Change(V2, ConfiguredImage.of(V1), new RollbackTarget.Pinned(V1), Expectation.NOTHING,
        Expectation.NOTHING, 1, true,
        Set.of(), Optional.of("live"), Optional.of("live"));
    var _ = world.journal.save(world.rollouts().getFirst().id(),
        new RolloutState.RolledBack(change, Blame.ENVIRONMENT, "pull failed", "restored"), "Rolled back.");
    world.tag("live", V2).round();
    assertThat(world.rollouts()).hasSize(1);
  }
}
