package relay.rollout.run;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.rollout.run.World.APP;
import static relay.rollout.run.World.PLACEHOLDER;
import static relay.rollout.run.World.V1;
import static relay.rollout.run.World.V2;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.app.Actor;
import relay.app.AppName;
import relay.app.ConfiguredImage;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Cancelled;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.StopRequest;

/** One app among others of its plan, of which the world's gate lets one be switched at a time. */
class SharedPlanTest {
  private static final Actor ANN = new Actor.Person("ann");
  private static final String PLAN = "plan";
  private static final AppName NEIGHBOUR = new AppName("neighbour");
  private static final AppName NEXT = new AppName("next");
  private final World world = new World();

  SharedPlanTest() {
    world.plan = Optional.of(PLAN);
  }

  @Test
  void stands_in_line_until_the_neighbour_is_done_and_then_looks_anew() throws Exception {
    world.plans.enter(PLAN, NEIGHBOUR);
    world.push("live", V1);
    world.waiter.plan(Duration.ofMinutes(3), () -> world.plans.leave(PLAN, NEIGHBOUR));
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(Healthy.class);
    assertThat(world.states).containsExactly("checking", "waiting", "checking", "applying", "proving", "soaking",
        "healthy");
  }

  @Test
  void finds_out_that_a_pushed_image_is_gone_after_standing_in_line() throws Exception {
    world.plans.enter(PLAN, NEIGHBOUR);
    world.push("live", V1);
    world.waiter.plan(Duration.ofMinutes(3), () -> {
      world.held.remove(V1);
      world.plans.leave(PLAN, NEIGHBOUR);
    });
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(RolloutState.Refused.class);
    assertThat(world.live).isEqualTo(PLACEHOLDER);
    assertThat(world.plans.enter(PLAN, NEXT)).as("its place is free again").isTrue();
  }

  @Test
  void leaves_its_place_in_the_plan_that_it_was_moved_from() throws Exception {
    world.plans.enter(PLAN, NEIGHBOUR);
    world.push("live", V1);
    world.waiter.plan(Duration.ofMinutes(3), () -> {
      world.plan = Optional.of("another");
      world.plans.leave(PLAN, NEIGHBOUR);
    });
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(Healthy.class);
    assertThat(world.plans.enter(PLAN, NEXT)).isTrue();
  }

  @Test
  void can_be_cancelled_in_line_and_leaves_it() throws Exception {
    world.plans.enter(PLAN, NEIGHBOUR);
    world.push("live", V1);
    world.waiter.plan(Duration.ofMinutes(1),
        () -> world.journal.requestStop(world.newest().id(), StopRequest.cancel(ANN, "not today")));
    world.settle();
    assertThat(world.newest().state()).isEqualTo(new Cancelled(StopRequest.cancel(ANN, "not today")));
    world.plans.leave(PLAN, NEIGHBOUR);
    assertThat(world.plans.enter(PLAN, NEXT)).isTrue();
  }

  @Test
  void gives_its_place_up_when_it_is_proven_and_only_watched() throws Exception {
    world.afterSave = () -> {
      if (world.journal.unfinished(APP).stream().anyMatch(r -> r.state() instanceof RolloutState.Soaking)) {
        world.waiter.plan(Duration.ofSeconds(10), () -> assertThat(world.plans.enter(PLAN, NEXT)).isTrue());
      }
    };
    world.healthy(V1);
    assertThat(world.plans.enter(PLAN, NEIGHBOUR)).as("the next one got the place while this one soaked").isFalse();
  }

  @Test
  void restores_at_once_however_many_are_being_switched() throws Exception {
    world.healthy(V1).behaviours.put(V2, Cloud.Behaviour.UNWELL);
    world.waiter.plan(Duration.ofMinutes(1), () -> world.plans.enterAnyway(PLAN, NEIGHBOUR));
    world.push("live", V2);
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(RolledBack.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V1));
    world.plans.leave(PLAN, NEIGHBOUR);
    assertThat(world.plans.enter(PLAN, NEXT)).isTrue();
  }
}
