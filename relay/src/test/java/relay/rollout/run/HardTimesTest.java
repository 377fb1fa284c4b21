package relay.rollout.run;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.rollout.run.World.APP;
import static relay.rollout.run.World.V1;
import static relay.rollout.run.World.V2;
import static relay.rollout.run.World.V3;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.app.Actor;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.app.WebAppException;
import relay.health.Answer;
import relay.health.Blame;
import relay.health.Grade;
import relay.health.ProofSettings;
import relay.image.TagPolicy;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Proving;
import relay.rollout.RolloutState.Refused;
import relay.rollout.RolloutState.Restoring;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.RolloutState.Unchanged;

/** The relay was away, Azure does not take its writes, clocks jump, and apps answer oddly. */
class HardTimesTest {
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final Actor ANN = new Actor.Person("ann");
  private static final ConfiguredImage FOREIGN = new ConfiguredImage("DOCKER|other.azurecr.io/x:1");
  private final World world = new World();

  /** Kills the relay once a rollout is saved in that state, lets time pass, and starts it again. */
  private void awayIn(Class<?> state, Duration length) throws InterruptedException {
    world.afterSave = () -> {
      if (world.journal.unfinished(APP).stream().anyMatch(rollout -> state.isInstance(rollout.state()))) {
        world.afterSave = () -> {};
        throw new Killed();
      }
    };
    try {
      world.settle();
      throw new AssertionError("nothing was saved as " + state);
    } catch (Killed killed) {
      world.waiter.pause(length);
      world.restarted().settle();
    }
  }

  @Test
  void an_absence_longer_than_the_deadline_is_not_the_image_s_fault() throws Exception {
    world.healthy(V1).push("live", V2);
    awayIn(Proving.class, Duration.ofDays(30));
    assertThat(world.newest().state()).isInstanceOf(Healthy.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V2));
  }

  @Test
  void an_absence_during_a_restore_leaves_time_for_its_proof() throws Exception {
    world.healthy(V1).behaviours.put(V2, Cloud.Behaviour.CRASHES);
    world.push("live", V2);
    awayIn(Restoring.class, Duration.ofHours(2));
    assertThat(world.newest().state()).isInstanceOf(RolledBack.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V1));
  }

  @Test
  void a_clock_that_is_set_back_delays_nothing() throws Exception {
    world.healthy(V1).waiter.jump(Duration.ofHours(-2));
    world.push("live", V2);
    world.settle();
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V2));
  }

  @Test
  void a_clock_that_jumps_ahead_ends_no_proof() throws Exception {
    world.healthy(V1).waiter.plan(Duration.ofSeconds(12), () -> world.waiter.jump(Duration.ofDays(1)));
    world.push("live", V2);
    world.settle();
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V2));
    assertThat(world.newest().state()).isInstanceOf(Healthy.class);
  }

  @Test
  void a_restore_is_written_again_until_azure_takes_it() throws Exception {
    world.healthy(V1).behaviours.put(V2, Cloud.Behaviour.UNWELL);
    var trouble = new WebAppException(WebAppException.Kind.UNAVAILABLE, "429, wait 240 s");
    world.waiter.plan(Duration.ofSeconds(20), () -> world.writeTrouble = Optional.of(trouble));
    world.waiter.plan(Duration.ofMinutes(7), () -> world.writeTrouble = Optional.empty());
    world.push("live", V2);
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(RolledBack.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V1));
  }

  @Test
  void a_stuck_app_gets_its_rollback_target_as_soon_as_azure_takes_it() throws Exception {
    world.healthy(V1).behaviours.put(V2, Cloud.Behaviour.UNWELL);
    var trouble = new WebAppException(WebAppException.Kind.UNAVAILABLE, "503");
    world.waiter.plan(Duration.ofSeconds(20), () -> world.writeTrouble = Optional.of(trouble));
    world.push("live", V2);
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(Stuck.class);
    assertThat(world.journal.record(APP).live()).contains(ConfiguredImage.of(V2));
    world.writeTrouble = Optional.empty();
    world.lookAgain().lookAgain();
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V1));
    assertThat(world.newest().state()).isInstanceOfSatisfying(RolledBack.class,
        back -> assertThat(back.how().recovered()).isTrue());
    assertThat(world.journal.record(APP).live()).contains(ConfiguredImage.of(V1));
  }

  @Test
  void an_app_that_gave_no_answer_before_is_restored_when_it_gives_none_again() throws Exception {
    var silence = new Answer.NoReply(Answer.Trouble.TIMEOUT, "no answer in 5 s");
    world.healthy(V1).answerInstead = Optional.of(silence);
    world.push("live", V2);
    world.settle();
    assertThat(world.journal.rollout(new RolloutId(2)).orElseThrow().state()).isInstanceOf(RolledBack.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V1));
  }

  @Test
  void time_in_which_the_relay_has_no_token_is_not_the_image_s_fault() throws Exception {
    var blind = new Answer.NoReply(Answer.Trouble.IDENTITY, "no token");
    world.healthy(V1).waiter.plan(Duration.ofSeconds(6), () -> world.answerInstead = Optional.of(blind));
    world.waiter.plan(Duration.ofMinutes(15), () -> world.answerInstead = Optional.empty());
    world.push("live", V2);
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(Healthy.class);
    assertThat(world.live).isEqualTo(ConfiguredImage.of(V2));
  }

  @Test
  void a_soak_in_which_the_old_image_answers_for_ever_comes_to_an_end() throws Exception {
    world.healthy(V1);
    String old = "{\"revision\":\"" + world.revisions.get(V1) + "\",\"instance\":\"i0\"}";
    world.waiter.plan(Duration.ofSeconds(40),
        () -> world.answerInstead = Optional.of(new Answer.Reply(200, Map.of(), old)));
    world.push("live", V2);
    world.settle();
    assertThat(world.journal.rollout(new RolloutId(2)).orElseThrow().state().code()).contains("old-still-answers");
  }

  @Test
  void labels_play_no_part_where_the_app_reports_none() throws Exception {
    AppSettings usual = World.settings(new TagPolicy.Exact("live"), AppSettings.Mode.ACT, Grade.SETTLED);
    world.settings = new AppSettings(usual.name(), usual.site(), usual.registry(), usual.repository(), usual.tags(),
        usual.platform(), usual.mode(), usual.health(),
        new ProofSettings(Grade.SETTLED, ProofSettings.REVISION, Optional.empty(), Optional.empty()),
        usual.vaultGate(), usual.acceptStoredPassword(), usual.unknownDigestRetry(), usual.drift());
    world.push("live", V1);
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(Healthy.class,
        healthy -> assertThat(healthy.evidence().grade()).isEqualTo(Grade.SETTLED));
  }

  @Test
  void what_the_app_prints_blames_nobody() throws Exception {
    world.healthy(V1).behaviours.put(V2, Cloud.Behaviour.UNWELL);
    world.log.add("2026-11-22T10:00:05.000Z GET /api/me -> 401 Unauthorized");
    world.push("live", V2);
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(RolledBack.class,
        back -> assertThat(back.blame()).isEqualTo(Blame.IMAGE));
    assertThat(world.journal.record(APP).rejected()).containsOnlyKeys(V2.digest());
  }

  @Test
  void an_app_without_references_has_nothing_to_lose_at_the_vault() throws Exception {
    world.healthy(V1).waiter.plan(Duration.ofSeconds(1),
        () -> world.vaultTrouble = Optional.of(new WebAppException(WebAppException.Kind.UNAVAILABLE, "503")));
    world.push("live", V2);
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(Healthy.class);
  }

  @Test
  void fewer_instances_than_before_are_enough_when_no_more_exist() throws Exception {
    world.instances = 3;
    world.healthy(V1).waiter.plan(Duration.ofSeconds(2), () -> world.instances = 1);
    world.push("live", V2);
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(Healthy.class);
  }

  @Test
  void an_unknown_version_is_no_licence_to_go_back() throws Exception {
    world.settings = World.settings(new TagPolicy.Semantic(">=1", false), AppSettings.Mode.ACT, Grade.PROVEN);
    world.tag("1.5.0", V3).live = ConfiguredImage.of(V3);
    world.firstSight();
    world.push("1.0.1", V1);
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.why().code()).isEqualTo("downgrade"));
    assertThat(world.written()).isEmpty();
  }

  @Test
  void a_change_by_others_of_an_observed_app_is_simply_the_new_baseline() throws Exception {
    world.settings = World.settings(new TagPolicy.Exact("live"), AppSettings.Mode.OBSERVE, Grade.PROVEN);
    world.tag("live", V1).live = ConfiguredImage.of(V1);
    world.firstSight().live = ConfiguredImage.of(V2);
    world.lookAgain();
    assertThat(world.journal.record(APP).live()).contains(ConfiguredImage.of(V2));
    assertThat(world.journal.record(APP).hold()).isEmpty();
  }

  @Test
  void a_drift_that_ends_by_itself_ends_its_hold() throws Exception {
    world.healthy(V1).live = FOREIGN;
    world.lookAgain();
    assertThat(world.journal.record(APP).hold()).isPresent();
    assertThat(world.journal.record(APP).configured()).contains(FOREIGN);
    world.live = ConfiguredImage.of(V1);
    world.lookAgain();
    assertThat(world.journal.record(APP).hold()).isEmpty();
    assertThat(world.journal.record(APP).configured()).contains(ConfiguredImage.of(V1));
  }

  @Test
  void a_revert_needs_no_second_proven_image_and_an_adopt_of_what_is_expected_ends_the_hold() throws Exception {
    world.healthy(V1).live = FOREIGN;
    world.lookAgain();
    assertThat(world.ask(new Cause.Revert(ANN, "not ours"), V1)).isInstanceOf(Healthy.class);
    assertThat(world.journal.record(APP).hold()).isEmpty();
    world.live = FOREIGN;
    world.lookAgain();
    world.live = ConfiguredImage.of(V1);
    assertThat(world.ask(new Cause.Adopt(ANN, "undone"), new DesiredImage.Adopted())).isInstanceOf(Unchanged.class);
    assertThat(world.journal.record(APP).hold()).isEmpty();
  }

  @Test
  void an_app_that_cannot_be_seen_is_said_to_be_unseen() throws Exception {
    world.healthy(V1).answerInstead = Optional.of(new Answer.NoReply(Answer.Trouble.DNS, "no such host"));
    world.lookAgain();
    assertThat(world.visible).isFalse();
    assertThat(world.journal.record(APP).observation().orElseThrow().visible()).isFalse();
    world.answerInstead = Optional.empty();
    world.lookAgain();
    assertThat(world.visible).isTrue();
  }
}
