package relay.rollout.run;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.rollout.run.World.APP;
import static relay.rollout.run.World.V1;
import static relay.rollout.run.World.V2;
import static relay.rollout.run.World.V3;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.health.Grade;
import relay.image.ImageReference;
import relay.image.TagPolicy;
import relay.push.Push;
import relay.push.PushDecider;
import relay.push.PushWorker;
import relay.push.Pushes;
import relay.push.Pushes.Decision;
import relay.rollout.Rollout;

class PushWorkerTest {
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
    assertThat(world.journal.decisions).filteredOn(d -> d instanceof Decision.Merge).hasSize(10);
    assertThat(world.written()).hasSize(1);
  }

  @Test
  void a_push_that_an_older_waiting_rollout_would_bring_is_still_news_after_a_newer_one() throws Exception {
    world.tell("live", V1.digest());
    world.tell("live", V2.digest());
    world.tell("live", V1.digest());
    assertThat(world.pushDesk().decideSome()).isTrue();
    assertThat(world.journal.decisions).allMatch(d -> d instanceof Decision.Open).hasSize(3);
  }

  @Test
  void an_older_version_that_is_told_of_later_does_not_take_over() throws Exception {
    world.settings = World.settings(new TagPolicy.Semantic(">=1", false), AppSettings.Mode.ACT, Grade.PROVEN);
    world.push("1.3.0", V3);
    world.push("1.2.0", V2);
    world.push("1.10.0", V1);
    assertThat(world.pushDesk().decideSome()).isTrue();
    assertThat(world.journal.decisions).hasSize(3).element(1).isEqualTo(
        new Decision.Ignore(Optional.of(APP), "older than 1.3.0, which rollout 1 brings"));
    world.settle();
    assertThat(world.live.pinned()).contains(V1);
    assertThat(world.written()).hasSize(1);
  }

  @Test
  void a_tag_that_the_app_does_not_follow_is_ignored_with_the_reason() throws Exception {
    world.tell("nightly", V1.digest());
    assertThat(world.pushDesk().decideSome()).isTrue();
    assertThat(world.journal.decisions)
        .containsExactly(new Decision.Ignore(Optional.of(APP), "it follows tag live, not nightly"));
  }

  @Test
  void an_image_that_no_app_takes_is_ignored_with_the_reason() throws Exception {
    var image = new ImageReference("shop.azurecr.io", "other", "live");
    world.journal.pushed(new Push("shop", image, V1.digest(), Instant.EPOCH));
    assertThat(world.pushDesk().decideSome()).isTrue();
    assertThat(world.journal.decisions)
        .containsExactly(new Decision.Ignore(Optional.empty(), "no app takes images from shop.azurecr.io/other"));
  }

  @Test
  void a_late_repeat_of_a_superseded_push_merges_into_what_the_tag_names_now() throws Exception {
    world.push("live", V1);
    world.push("live", V2);
    world.tell("live", V1.digest()); // as Event Grid does while V2 is in flight
    assertThat(world.pushDesk().decideSome()).isTrue();
    var second = world.journal.history(Optional.of(APP), 20).getFirst();
    assertThat(world.journal.decisions).last().isEqualTo(new Decision.Merge(APP, Optional.of(second.id())));
    world.settle();
    world.tell("live", V1.digest()); // and when it is live
    world.settle();
    assertThat(world.journal.decisions).last().isEqualTo(new Decision.Merge(APP, Optional.empty()));
    assertThat(world.journal.history(Optional.of(APP), 20)).hasSize(2);
  }

  @Test
  void a_push_that_is_told_only_after_a_newer_one_merges_into_it() throws Exception {
    world.push("live", V2);
    world.tell("live", V1.digest()); // pushed first, told last
    assertThat(world.pushDesk().decideSome()).isTrue();
    assertThat(world.journal.history(Optional.of(APP), 20)).hasSize(1);
    assertThat(world.journal.decisions).last().isInstanceOf(Decision.Merge.class);
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
  void a_push_that_cannot_be_decided_holds_up_no_other() throws Exception {
    world.tell("poison", V2.digest());
    world.tell("live", V1.digest());
    Pushes faulty = new Pushes() {
      @Override
      public List<Pending> undecided(int limit) {
        return world.journal.undecided(limit);
      }

      @Override
      public List<Rollout> decide(Pending push, List<Decision> decisions) {
        if (push.push().image().tag().equals("poison")) {
          throw new NumberFormatException("too long");
        }
        return world.journal.decide(push, decisions);
      }
    };
    var worker = new PushWorker(List.of(world.settings), faulty, new PushDecider(world.journal),
        (_, _) -> Optional.empty(), world.waiter, _ -> {});

    assertThat(worker.decideSome()).isTrue();

    assertThat(world.journal.unfinished(APP)).hasSize(1);
    assertThat(world.journal.undecided(10)).singleElement()
        .satisfies(left -> assertThat(left.push().image().tag()).isEqualTo("poison"));
    assertThat(worker.decideSome()).isFalse();
  }
}
