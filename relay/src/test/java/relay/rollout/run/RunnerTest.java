package relay.rollout.run;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.rollout.run.World.APP;
import static relay.rollout.run.World.PLACEHOLDER;
import static relay.rollout.run.World.V1;
import static relay.rollout.run.World.V2;
import static relay.rollout.run.World.V3;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.app.Actor;
import relay.app.ConfiguredImage;
import relay.app.WebAppException;
import relay.health.Blame;
import relay.health.Grade;
import relay.image.RegistryException;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Refused;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.StopRequest;
import relay.rollout.record.Effect;

class RunnerTest {
  private static final Actor ANN = new Actor.Person("ann");
  private final World world = new World();

  @Test
  void replaces_the_placeholder_by_the_first_push_and_proves_it() throws Exception {
    world.push("live", V1);
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(Healthy.class, healthy -> {
      assertThat(healthy.change().target()).isEqualTo(V1);
      assertThat(healthy.evidence().grade()).isEqualTo(Grade.PROVEN);
    });
    assertThat(world.states).containsExactly("checking", "applying", "proving", "soaking", "healthy");
    assertThat(world.written()).containsExactly(ConfiguredImage.of(V1));
  }

  @Test
  void restores_the_previous_digest_when_the_new_image_is_unwell_and_rejects_it() throws Exception {
    rejectV2();
    assertThat(world.newest().state()).isInstanceOfSatisfying(RolledBack.class, back -> {
      assertThat(back.blame()).isEqualTo(Blame.IMAGE);
      assertThat(back.why().code()).isEqualTo("unwell");
    });
    assertThat(world.written()).containsExactly(ConfiguredImage.of(V1), ConfiguredImage.of(V2), ConfiguredImage.of(V1));
    assertThat(world.journal.record(APP).rejected()).containsKey(V2.digest());
    assertThat(world.journal.record(APP).live()).contains(ConfiguredImage.of(V1));
  }

  private void rejectV2() throws InterruptedException {
    world.healthy(V1).behaviours.put(V2, Cloud.Behaviour.UNWELL);
    world.push("live", V2);
    world.settle();
  }

  @Test
  void does_not_try_a_rejected_digest_again_until_that_is_lifted() throws Exception {
    rejectV2();
    world.tell("live", V2.digest());
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.why().code()).isEqualTo("rejected"));
    world.behaviours.remove(V2);
    world.journal.apply(APP, ANN, "mended", List.of(new Effect.Unreject(V2.digest())));
    world.tell("live", V2.digest());
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(Healthy.class);
  }

  @Test
  void restores_the_placeholder_verbatim_when_the_very_first_image_fails() throws Exception {
    world.behaviours.put(V1, Cloud.Behaviour.CRASHES);
    world.push("live", V1);
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(RolledBack.class,
        back -> assertThat(back.how().well()).isFalse());
    assertThat(world.live).isEqualTo(PLACEHOLDER);
  }

  @Test
  void blames_the_surroundings_for_a_pull_that_fails_and_tries_again_later() throws Exception {
    world.healthy(V1).behaviours.put(V2, Cloud.Behaviour.PULL_FAILS);
    world.push("live", V2);
    world.settle();
    RolledBack back = (RolledBack) world.journal.rollout(new RolloutId(2)).orElseThrow().state();
    assertThat(back.blame()).isEqualTo(Blame.ENVIRONMENT);
    assertThat(world.journal.record(APP).rejected()).isEmpty();
    Rollout retry = world.newest();
    assertThat(retry.request().cause()).isEqualTo(new Cause.Retried(new RolloutId(2), 1));
    world.behaviours.remove(V2);
    world.waiter.pause(Duration.ofMinutes(5));
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(Healthy.class);
  }

  @Test
  void holds_the_app_when_nothing_tells_whose_fault_it_was() throws Exception {
    world.healthy(V1).behaviours.put(V2, Cloud.Behaviour.MUTE);
    world.push("live", V2);
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(RolledBack.class,
        back -> assertThat(back.blame()).isEqualTo(Blame.UNKNOWN));
    assertThat(world.journal.record(APP).hold()).isPresent();
    world.push("live", V3);
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(RolloutState.Waiting.class,
        waiting -> assertThat(waiting.why().code()).isEqualTo("hold"));
  }

  @Test
  void is_stuck_when_the_rollback_target_fails_too_and_recovers_when_it_is_seen_well() throws Exception {
    world.healthy(V1).behaviours.put(V2, Cloud.Behaviour.UNWELL);
    world.waiter.plan(Duration.ofMinutes(1), () -> world.behaviours.put(V1, Cloud.Behaviour.UNWELL));
    world.push("live", V2);
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(Stuck.class);
    world.behaviours.remove(V1);
    world.waiter.pause(Duration.ofMinutes(10));
    world.lookAgain();
    assertThat(world.newest().state()).isInstanceOfSatisfying(RolledBack.class,
        back -> assertThat(back.how().recovered()).isTrue());
  }

  @Test
  void goes_on_with_what_the_tag_names_now_when_the_event_is_older_than_the_tag() throws Exception {
    world.healthy(V1).tag("live", V3).tell("live", V2.digest());
    world.settle();
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V3));
  }

  @Test
  void retagging_an_older_image_rolls_out_the_older_image() throws Exception {
    world.healthy(V1).healthy(V2).healthy(V1);
    assertThat(world.written()).containsExactly(ConfiguredImage.of(V1), ConfiguredImage.of(V2), ConfiguredImage.of(V1));
  }

  @Test
  void first_sight_of_a_tag_records_a_baseline_and_writes_nothing() throws Exception {
    world.tag("live", V1).live = new ConfiguredImage("DOCKER|shop.azurecr.io/reviews:live");
    world.firstSight();
    assertThat(world.journal.record(APP).presumed()).contains(V1);
    assertThat(world.written()).isEmpty();
    assertThat(world.journal.history(Optional.of(APP), 5)).isEmpty();
    world.behaviours.put(V2, Cloud.Behaviour.UNWELL);
    world.push("live", V2);
    world.settle();
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V1)); // never the tag itself
  }

  @Test
  void a_manual_rollback_rejects_what_it_left_and_holds_the_app() throws Exception {
    world.healthy(V1).healthy(V2);
    assertThat(world.ask(new Cause.Rollback(ANN, "slow"), V1)).isInstanceOf(Healthy.class);
    assertThat(world.journal.record(APP).rejected()).containsKey(V2.digest());
    assertThat(world.journal.record(APP).hold()).hasValueSatisfying(hold -> assertThat(hold.by()).isEqualTo(ANN));
  }

  @Test
  void a_manual_rollback_takes_over_from_a_rollout_that_is_being_proven() throws Exception {
    world.healthy(V1).behaviours.put(V2, Cloud.Behaviour.MUTE);
    world.waiter.plan(Duration.ofSeconds(30), () -> world.journal.open(RolloutRequest.of(APP,
        new DesiredImage.ByDigest(V1, Optional.empty()), new Cause.Rollback(ANN, "no"))));
    world.push("live", V2);
    world.settle();
    assertThat(world.journal.rollout(new RolloutId(2)).orElseThrow().state())
        .isInstanceOfSatisfying(RolloutState.Superseded.class, end -> {
          assertThat(end.by()).isEqualTo(new RolloutId(3));
          assertThat(end.left().orElseThrow().target()).isEqualTo(V2);
        });
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V1));
  }

  @Test
  void a_newer_push_supersedes_a_soaking_one_at_once() throws Exception {
    world.healthy(V1);
    world.waiter.plan(Duration.ofSeconds(60), () -> {
      world.push("live", V3);
      world.decide();
    });
    world.push("live", V2);
    world.settle();
    assertThat(world.journal.rollout(new RolloutId(2)).orElseThrow().state())
        .isInstanceOfSatisfying(RolloutState.Superseded.class, end -> {
          assertThat(end.by()).isEqualTo(new RolloutId(3));
          assertThat(end.left().orElseThrow().target()).isEqualTo(V2);
        });
    assertThat(world.newest().state()).isInstanceOf(Healthy.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V3));
  }

  @Test
  void a_cancelled_rollout_goes_back_without_blame() throws Exception {
    world.healthy(V1).behaviours.put(V2, Cloud.Behaviour.MUTE);
    world.waiter.plan(Duration.ofSeconds(30),
        () -> world.journal.requestStop(new RolloutId(2), StopRequest.cancel(ANN, "wrong day")));
    world.push("live", V2);
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(RolledBack.class,
        back -> assertThat(back.blame()).isEqualTo(Blame.OPERATOR));
    assertThat(world.journal.record(APP).rejected()).isEmpty();
    assertThat(world.journal.record(APP).hold()).isEmpty();
  }

  @Test
  void does_not_write_over_what_someone_else_changed_meanwhile() throws Exception {
    world.healthy(V1).behaviours.put(V2, Cloud.Behaviour.UNWELL);
    world.waiter.plan(Duration.ofMinutes(1), () -> world.live = new ConfiguredImage("DOCKER|other.azurecr.io/x:1"));
    world.push("live", V2);
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(Stuck.class,
        stuck -> assertThat(stuck.last().code()).isEqualTo("changed-by-someone-else"));
    assertThat(world.live.verbatim()).isEqualTo("DOCKER|other.azurecr.io/x:1");
  }

  @Test
  void azure_refusing_the_write_ends_refused_with_nothing_changed() throws Exception {
    world.healthy(V1).writeTrouble = Optional
        .of(new WebAppException(WebAppException.Kind.FORBIDDEN, "no right for Microsoft.Web/sites/config/write"));
    world.push("live", V2);
    world.settle();
    assertThat(world.journal.rollout(new RolloutId(2)).orElseThrow().state()).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.why().code()).isEqualTo("write-refused"));
    assertThat(world.written()).hasSize(1);
  }

  @Test
  void a_registry_that_cannot_be_asked_is_tried_again() throws Exception {
    world.healthy(V1).registryTrouble = Optional.of(new RegistryException(RegistryException.Kind.UNAVAILABLE, "down"));
    world.push("live", V2);
    world.settle();
    assertThat(world.journal.rollout(new RolloutId(2)).orElseThrow().state()).isInstanceOf(Refused.class);
    world.registryTrouble = Optional.empty();
    world.waiter.pause(Duration.ofMinutes(6));
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(Healthy.class);
  }
}
