package relay.rollout.run;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.rollout.run.World.APP;
import static relay.rollout.run.World.V1;
import static relay.rollout.run.World.V2;
import static relay.rollout.run.World.V3;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.app.Actor;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.app.HoldReason;
import relay.app.ProvenImage;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Refused;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Unchanged;
import relay.rollout.record.Announcement;
import relay.rollout.record.Effect;

/** Somebody changed the image past the relay, and what a person or the settings say to it. */
class DriftTest {
  private static final Actor ANN = new Actor.Person("ann");
  private static final ConfiguredImage FOREIGN = new ConfiguredImage("DOCKER|other.azurecr.io/x:1");
  private static final DesiredImage AS_FOUND = new DesiredImage.Adopted();
  private static final Cause ADOPT = new Cause.Adopt(ANN, "a mend by hand");
  private final World world = new World();

  private AppRecord remembered() {
    return world.journal.record(APP);
  }

  @Test
  void it_is_announced_and_automatic_rollouts_wait() throws Exception {
    world.healthy(V1).live = FOREIGN;
    world.push("live", V2);
    world.settle();
    assertThat(world.newest().state().code()).contains("hold");
    assertThat(world.drift).isTrue();
    assertThat(world.written()).hasSize(1);
    assertThat(world.announced()).last().extracting(Announcement::type).isEqualTo("drift");
  }

  @Test
  void a_digest_that_is_adopted_is_proven_without_a_write_and_becomes_a_rollback_target() throws Exception {
    world.healthy(V1).live = ConfiguredImage.of(V2);
    world.lookAgain();
    assertThat(remembered().hold()).isPresent();
    assertThat(world.ask(ADOPT, AS_FOUND)).isInstanceOf(Healthy.class);
    assertThat(world.written()).containsExactly(ConfiguredImage.of(V1));
    assertThat(remembered().live()).contains(ConfiguredImage.of(V2));
    assertThat(remembered().proven()).extracting(ProvenImage::image).startsWith(V2, V1);
    assertThat(remembered().hold()).isEmpty();
    world.lookAgain();
    assertThat(world.drift).isFalse();
  }

  @Test
  void a_tag_that_is_adopted_is_pinned() throws Exception {
    world.healthy(V1).tag("hot", V2).live = new ConfiguredImage("DOCKER|" + World.REPOSITORY.tagged("hot"));
    world.lookAgain();
    assertThat(world.ask(ADOPT, AS_FOUND)).isInstanceOf(Healthy.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V2));
  }

  @Test
  void what_is_adopted_and_not_well_goes_back_to_what_was_proven_and_the_hold_stays() throws Exception {
    world.healthy(V1).live = ConfiguredImage.of(V2);
    world.behaviours.put(V2, Cloud.Behaviour.UNWELL);
    world.lookAgain();
    assertThat(world.ask(ADOPT, AS_FOUND)).isInstanceOf(RolledBack.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V1));
    assertThat(remembered().hold()).isPresent();
    assertThat(remembered().proven()).extracting(ProvenImage::image).containsExactly(V1);
  }

  @Test
  void an_image_of_another_repository_cannot_be_adopted_and_what_is_expected_needs_not_be() throws Exception {
    world.healthy(V1);
    assertThat(world.ask(ADOPT, AS_FOUND)).isInstanceOf(Unchanged.class);
    world.live = FOREIGN;
    assertThat(world.ask(ADOPT, AS_FOUND)).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.why().code()).isEqualTo("not-of-repository"));
    assertThat(world.live).isEqualTo(FOREIGN);
  }

  @Test
  void a_revert_puts_back_what_was_there_and_lets_the_newest_push_go_on() throws Exception {
    world.healthy(V1).live = FOREIGN;
    world.push("live", V2);
    world.settle();
    assertThat(world.ask(new Cause.Revert(ANN, "not ours"), V1)).isInstanceOf(Healthy.class);
    assertThat(world.written()).startsWith(ConfiguredImage.of(V1), ConfiguredImage.of(V1));
    assertThat(remembered().hold()).isEmpty();
  }

  @Test
  void a_person_s_hold_outlives_the_drift() throws Exception {
    world.healthy(V1);
    Hold hold = new Hold(ANN, new HoldReason.Manual("black friday"), world.waiter.now());
    world.journal.apply(APP, ANN, "black friday", List.of(new Effect.HoldApp(hold)));
    world.live = FOREIGN;
    world.lookAgain();
    assertThat(world.ask(new Cause.Revert(ANN, "not ours"), V1)).isInstanceOf(Healthy.class);
    assertThat(remembered().hold()).contains(hold);
  }

  @Test
  void where_the_settings_say_so_the_relay_reverts_by_itself_twice_a_day_and_then_only_reports() throws Exception {
    world.settings = World.settings(AppSettings.Drift.REVERT);
    world.healthy(V1);
    for (int i = 0; i < 2; i++) {
      world.live = FOREIGN;
      world.lookAgain();
      assertThat(world.newest().request().cause()).isInstanceOf(Cause.Revert.class);
      assertThat(world.live).isEqualTo(ConfiguredImage.of(V1));
      assertThat(remembered().hold()).isEmpty();
    }
    world.live = FOREIGN;
    world.lookAgain();
    assertThat(world.live).isEqualTo(FOREIGN);
    assertThat(remembered().hold()).get().matches(Hold::isDrift);
    assertThat(world.announced()).filteredOn(told -> told.type().equals("drift")).hasSize(3);
  }

  @Test
  void where_the_settings_say_so_a_push_replaces_somebody_else_s_image() throws Exception {
    world.settings = World.settings(AppSettings.Drift.REVERT);
    world.healthy(V1).live = FOREIGN;
    world.push("live", V2);
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(Healthy.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V2));
  }

  @Test
  void a_rollback_takes_the_newest_candidate_that_the_registry_still_holds() throws Exception {
    world.healthy(V1).healthy(V2).healthy(V3).held.remove(V2);
    var newest = new DesiredImage.FirstAvailable(new DesiredImage.ByDigest(V2, Optional.of("live")),
        List.of(new DesiredImage.ByDigest(V1, Optional.of("live"))));
    assertThat(world.ask(new Cause.Rollback(ANN, "errors"), newest)).isInstanceOf(Healthy.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V1));
    assertThat(remembered().rejected()).containsKey(V3.digest());
  }
}
