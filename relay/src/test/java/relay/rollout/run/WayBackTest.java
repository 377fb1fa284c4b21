package relay.rollout.run;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.rollout.run.World.V1;
import static relay.rollout.run.World.V2;
import static relay.rollout.run.World.V3;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import relay.app.Actor;
import relay.app.ConfiguredImage;
import relay.app.WebAppException;
import relay.image.RegistryException;
import relay.rollout.Cause;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Refused;
import relay.rollout.RolloutState.Superseded;
import relay.rollout.act.RollbackTo;

/** A person's rollback is not given up because somebody does not answer. */
class WayBackTest {
  private static final Actor ANN = new Actor.Person("ann");
  private final World world = new World();

  @BeforeEach
  void twoVersionsAreProven() throws Exception {
    world.healthy(V1).healthy(V2).states.clear();
  }

  private void registryIsSilentFor(Duration length) {
    world.registryTrouble = Optional.of(new RegistryException(RegistryException.Kind.UNAVAILABLE, "no answer"));
    world.waiter.plan(length, () -> world.registryTrouble = Optional.empty());
  }

  private void rollback() {
    var _ = world.operations().rollback(world.settings, ANN, "it is slow", new RollbackTo.Before(), true);
  }

  private void assertBack() {
    assertThat(world.newest().state()).isInstanceOf(Healthy.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V1));
    assertThat(world.states).as("said once").startsWith("checking", "waiting").containsOnlyOnce("waiting");
  }

  @Test
  void it_waits_for_a_silent_registry_and_then_goes_on() throws Exception {
    registryIsSilentFor(Duration.ofMinutes(20));
    rollback();
    world.settle();
    assertBack();
  }

  @Test
  void it_waits_for_azure_and_then_goes_on() throws Exception {
    world.lookTrouble = Optional.of(new WebAppException(WebAppException.Kind.UNAVAILABLE, "no answer"));
    world.waiter.plan(Duration.ofMinutes(20), () -> world.lookTrouble = Optional.empty());
    rollback();
    world.settle();
    assertBack();
  }

  @Test
  void a_deploy_before_it_that_was_not_applied_never_comes_after_all() throws Exception {
    registryIsSilentFor(Duration.ofMinutes(20));
    var deploy = world.operations().deployDigest(world.settings, ANN, "hotfix", V3.digest().toString(), false);
    rollback();
    world.settle();
    assertBack();
    assertThat(world.journal.rollout(deploy.rollout().id()).orElseThrow().state()).isInstanceOf(Superseded.class);
  }

  @Test
  void it_leaves_what_someone_else_configured_although_no_look_has_shown_that_yet() throws Exception {
    world.live = ConfiguredImage.of(V1);
    rollback(); // the record says V2, so that V1 would be the one before
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(Healthy.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V2));
  }

  @Test
  void it_is_refused_when_the_right_to_ask_is_missing() throws Exception {
    world.registryTrouble = Optional.of(new RegistryException(RegistryException.Kind.DENIED, "no right to pull"));
    assertThat(world.ask(new Cause.Rollback(ANN, "it is slow"), V1)).isInstanceOf(Refused.class);
  }
}
