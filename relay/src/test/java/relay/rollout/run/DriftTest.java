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
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.rollout.Announcement;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Effect;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Refused;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Unchanged;
import relay.rollout.RolloutState.Waiting;
import relay.rollout.site.SiteWorker;

/** Somebody changed the image past the relay, and what a person or the settings say to it. */
class DriftTest {
  private static final ConfiguredImage FOREIGN = new ConfiguredImage("DOCKER|other.azurecr.io/x:1");
  private static final DesiredImage AS_FOUND = new DesiredImage.Adopted();
  private static final Cause ADOPT = new Cause.Adopt("ann", "a mend by hand");
  private final World world = new World();

  /** The relay's look at an app that nothing else is to be done about. */
  private void look() throws InterruptedException {
    SiteWorker desk = world.desk();
    world.waiter.pause(Duration.ofMinutes(7));
    desk.step();
    world.settle();
  }

  private AppRecord memory() {
    return world.journal.memory(APP);
  }

  @Test
  void it_is_told_and_automatic_rollouts_wait() throws Exception {
    world.healthy(V1).live = FOREIGN;
    world.push("live", V2);
    world.settle();
    assertThat(world.newest().state()).isEqualTo(new Waiting("hold"));
    assertThat(world.drift).isTrue();
    assertThat(world.written()).hasSize(1);
    assertThat(world.journal.announced).last().extracting(Announcement::type).isEqualTo("drift");
  }

  @Test
  void a_digest_that_is_adopted_is_proven_without_a_write_and_becomes_a_way_back() throws Exception {
    world.healthy(V1).live = ConfiguredImage.of(V2);
    look();
    assertThat(memory().hold()).isPresent();
    assertThat(world.ask(ADOPT, AS_FOUND)).isInstanceOf(Healthy.class);
    assertThat(world.written()).containsExactly(ConfiguredImage.of(V1));
    assertThat(memory().expected()).contains(ConfiguredImage.of(V2));
    assertThat(memory().proven()).startsWith(V2, V1);
    assertThat(memory().hold()).isEmpty();
    look();
    assertThat(world.drift).isFalse();
  }

  @Test
  void a_tag_that_is_adopted_is_pinned() throws Exception {
    world.healthy(V1).tag("hot", V2).live = new ConfiguredImage("DOCKER|" + World.REPOSITORY.tagged("hot"));
    look();
    assertThat(world.ask(ADOPT, AS_FOUND)).isInstanceOf(Healthy.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V2));
  }

  @Test
  void what_is_adopted_and_not_well_goes_back_to_what_was_proven_and_the_hold_stays() throws Exception {
    world.healthy(V1).live = ConfiguredImage.of(V2);
    world.behaviours.put(V2, World.Behaviour.UNWELL);
    look();
    assertThat(world.ask(ADOPT, AS_FOUND)).isInstanceOf(RolledBack.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V1));
    assertThat(memory().hold()).isPresent();
    assertThat(memory().proven()).containsExactly(V1);
  }

  @Test
  void an_image_of_another_repository_cannot_be_adopted_and_what_is_expected_needs_not_be() throws Exception {
    world.healthy(V1);
    assertThat(world.ask(ADOPT, AS_FOUND)).isInstanceOf(Unchanged.class);
    world.live = FOREIGN;
    assertThat(world.ask(ADOPT, AS_FOUND)).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.why()).contains("no image of"));
    assertThat(world.live).isEqualTo(FOREIGN);
  }

  @Test
  void a_revert_puts_back_what_was_there_and_lets_the_newest_push_go_on() throws Exception {
    world.healthy(V1).live = FOREIGN;
    world.push("live", V2);
    world.settle();
    assertThat(world.ask(new Cause.Revert("ann", "not ours"), V1)).isInstanceOf(Healthy.class);
    assertThat(world.written()).startsWith(ConfiguredImage.of(V1), ConfiguredImage.of(V1));
    assertThat(memory().hold()).isEmpty();
  }

  @Test
  void a_person_s_hold_outlives_the_drift() throws Exception {
    world.healthy(V1);
    Hold hold = new Hold("ann", "black friday", world.waiter.now());
    world.journal.apply(APP, "ann", "black friday", List.of(new Effect.HoldApp(hold)));
    world.live = FOREIGN;
    look();
    assertThat(world.ask(new Cause.Revert("ann", "not ours"), V1)).isInstanceOf(Healthy.class);
    assertThat(memory().hold()).contains(hold);
  }

  @Test
  void where_the_settings_say_so_the_relay_reverts_by_itself_twice_a_day_and_then_only_tells() throws Exception {
    world.settings = World.settings(AppSettings.Drift.REVERT);
    world.healthy(V1);
    for (int i = 0; i < 2; i++) {
      world.live = FOREIGN;
      look();
      assertThat(world.newest().request().cause()).isInstanceOf(Cause.Revert.class);
      assertThat(world.live).isEqualTo(ConfiguredImage.of(V1));
      assertThat(memory().hold()).isEmpty();
    }
    world.live = FOREIGN;
    look();
    assertThat(world.live).isEqualTo(FOREIGN);
    assertThat(memory().hold()).get().matches(Hold::isDrift);
    assertThat(world.journal.announced).filteredOn(told -> told.type().equals("drift")).hasSize(3);
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
    assertThat(world.ask(new Cause.Rollback("ann", "errors"), newest)).isInstanceOf(Healthy.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V1));
    assertThat(memory().rejected()).containsKey(V3.digest());
  }
}
