package relay.rollout.run;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.rollout.run.World.APP;
import static relay.rollout.run.World.V1;
import static relay.rollout.run.World.V2;
import static relay.rollout.run.World.V3;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.coordination.LocalDecisionLock;
import relay.health.Grade;
import relay.image.ImageReference;
import relay.image.Repository;
import relay.image.TagPolicy;
import relay.push.IgnoreReason;
import relay.push.PushDecider;
import relay.push.PushOutcome;
import relay.push.PushWorker;
import relay.push.Pushes;
import relay.rollout.Cause;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;

/** What becomes of pushes, judged by the state of the app. */
class PushesTest {
  private final World world = new World();

  @Test
  void the_same_push_ten_times_under_two_tags_is_one_rollout() throws Exception {
    world.settings = World.settings(new TagPolicy.Semantic(">=1", false), AppSettings.Mode.ACT, Grade.PROVEN);
    for (int i = 0; i < 5; i++) {
      world.push("1.0.0", V1);
      world.push("v1.0.0", V1);
    }
    world.settle();
    world.tell("1.0.0", V1.digest()); // and once more when it is live
    world.settle();
    assertThat(world.journal.history(Optional.of(APP), 20)).hasSize(1);
    assertThat(world.outcomes()).filteredOn(PushOutcome.Merged.class::isInstance).hasSize(10);
    assertThat(world.written()).hasSize(1);
  }

  @Test
  void a_push_that_an_older_waiting_rollout_would_bring_is_still_news_after_a_newer_one() throws Exception {
    world.tell("live", V1.digest());
    world.tell("live", V2.digest());
    world.tell("live", V1.digest());
    assertThat(world.pushDesk().decideSome()).isTrue();
    assertThat(world.outcomes()).allMatch(PushOutcome.Opened.class::isInstance).hasSize(3);
  }

  @Test
  void an_older_version_that_is_told_of_later_does_not_take_over() throws Exception {
    world.settings = World.settings(new TagPolicy.Semantic(">=1", false), AppSettings.Mode.ACT, Grade.PROVEN);
    world.push("1.3.0", V3);
    world.push("1.2.0", V2);
    world.push("1.10.0", V1);
    assertThat(world.pushDesk().decideSome()).isTrue();
    assertThat(world.outcomes()).hasSize(3).element(1).isEqualTo(
        new PushOutcome.Ignored(Optional.of(APP), new IgnoreReason.Older(new RolloutId(1), "1.3.0")));
    world.settle();
    assertThat(world.live.pinned()).contains(V1);
    assertThat(world.written()).hasSize(1);
  }

  @Test
  void a_tag_that_the_app_does_not_follow_is_ignored_with_the_reason() throws Exception {
    world.tell("nightly", V1.digest());
    assertThat(world.pushDesk().decideSome()).isTrue();
    assertThat(world.outcomes()).containsExactly(
        new PushOutcome.Ignored(Optional.of(APP), new IgnoreReason.NotFollowed("tag live", "nightly")));
  }

  @Test
  void an_image_that_no_app_takes_is_ignored_with_the_reason() throws Exception {
    var image = new ImageReference("shop.azurecr.io", "other", "live");
    world.tell(image, Optional.of(V1.digest()));
    assertThat(world.pushDesk().decideSome()).isTrue();
    assertThat(world.outcomes()).containsExactly(new PushOutcome.Ignored(Optional.empty(),
        new IgnoreReason.NoApp(new Repository("shop.azurecr.io", "other"))));
  }

  @Test
  void a_late_repeat_of_a_superseded_push_merges_into_what_the_tag_names_now() throws Exception {
    world.push("live", V1);
    world.push("live", V2);
    world.tell("live", V1.digest()); // as Event Grid does while V2 is in flight
    assertThat(world.pushDesk().decideSome()).isTrue();
    var second = world.journal.history(Optional.of(APP), 20).getFirst();
    assertThat(world.outcomes()).last().isEqualTo(new PushOutcome.Merged(APP, Optional.of(second.id())));
    world.settle();
    world.tell("live", V1.digest()); // and when it is live
    world.settle();
    assertThat(world.outcomes()).last().isEqualTo(new PushOutcome.Merged(APP, Optional.empty()));
    assertThat(world.journal.history(Optional.of(APP), 20)).hasSize(2);
  }

  @Test
  void a_push_that_is_told_only_after_a_newer_one_merges_into_it() throws Exception {
    world.push("live", V2);
    world.tell("live", V1.digest()); // pushed first, told last
    assertThat(world.pushDesk().decideSome()).isTrue();
    assertThat(world.journal.history(Optional.of(APP), 20)).hasSize(1);
    assertThat(world.outcomes()).last().isInstanceOf(PushOutcome.Merged.class);
  }

  @Test
  void a_tag_that_goes_back_to_an_older_image_is_news() throws Exception {
    world.push("live", V1);
    world.settle();
    world.push("live", V2);
    world.settle();
    world.push("live", V1);
    world.settle();
    assertThat(world.journal.history(Optional.of(APP), 20)).hasSize(3);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V1));
  }

  @Test
  void a_push_without_a_digest_brings_what_the_tag_names() throws Exception {
    world.tag("live", V1).tell(World.REPOSITORY.tagged("live"), Optional.empty());
    world.settle();
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V1));
  }

  @Test
  void a_push_of_the_same_image_starts_a_pending_retry_at_once() throws Exception {
    world.healthy(V1).behaviours.put(V2, Cloud.Behaviour.PULL_FAILS);
    world.push("live", V2);
    world.settle();
    Rollout retry = world.newest();
    assertThat(retry.request().cause()).isInstanceOf(Cause.Retried.class);
    world.behaviours.remove(V2);
    world.push("live", V2);
    world.settle();
    assertThat(world.outcomes()).last().isEqualTo(new PushOutcome.BroughtForward(APP, retry.id()));
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V2));
    assertThat(world.newest().id()).isEqualTo(retry.id());
  }

  @Test
  void a_push_that_cannot_be_decided_holds_up_no_other_and_is_set_aside_in_the_end() throws Exception {
    world.tell("poison", V2.digest());
    world.tell("live", V1.digest());
    Pushes faulty = new Pushes() {
      @Override
      public List<Pending> undecided(String registry, int limit) {
        return world.store.pushes().undecided(registry, limit);
      }

      @Override
      public List<Rollout> decide(Pending push, List<Decision> decisions) {
        boolean aside = decisions.getFirst() instanceof Decision.Ignore(_, IgnoreReason.SetAside _);
        if (push.push().image().tag().equals("poison") && !aside) {
          throw new NumberFormatException("too long");
        }
        return world.store.pushes().decide(push, decisions);
      }
    };
    var worker = new PushWorker("shop", List.of(world.settings), faulty,
        new PushDecider(world.journal, world.waiter::now), new LocalDecisionLock(), _ -> Optional.empty(), world.waiter,
        Duration.ofSeconds(5), _ -> {});

    assertThat(worker.decideSome()).isTrue();
    assertThat(world.journal.unfinished(APP)).hasSize(1);
    assertThat(worker.decideSome()).isFalse();
    for (int tries = 2; tries < 5; tries++) {
      world.waiter.pause(Duration.ofSeconds(5));
      var _ = worker.decideSome();
    }
    assertThat(world.outcomes()).contains(
        new PushOutcome.Ignored(Optional.empty(), new IgnoreReason.SetAside("NumberFormatException")));
    assertThat(world.store.pushes().undecided("shop", 10)).isEmpty();
  }
}
