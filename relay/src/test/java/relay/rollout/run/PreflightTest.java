package relay.rollout.run;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.rollout.run.World.PLACEHOLDER;
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
import relay.app.RollbackTarget;
import relay.app.WebApp;
import relay.health.Answer;
import relay.health.Blame;
import relay.health.Evidence;
import relay.health.Grade;
import relay.health.Unhealthy;
import relay.image.Digest;
import relay.image.TagPolicy;
import relay.rollout.Cause;
import relay.rollout.Failure;
import relay.rollout.NoChange;
import relay.rollout.Refusal;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Refused;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Unchanged;

class PreflightTest {
  private static final Actor ANN = new Actor.Person("ann");
  private final World world = new World();

  @Test
  void a_digest_that_the_registry_does_not_hold_is_refused_after_a_bounded_wait() throws Exception {
    world.healthy(V1).tell("live", Digest.of(new byte[]{1}));
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.why().code()).isEqualTo("not-in-registry"));
    assertThat(world.written()).hasSize(1);
  }

  @Test
  void a_quarantined_digest_is_refused_whoever_asks_and_rolls_out_once_its_push_comes() throws Exception {
    world.healthy(V1).quarantined(V2);
    assertThat(world.ask(new Cause.Deploy(ANN, "hotfix"), V2)).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.why().code()).isEqualTo("quarantined"));
    world.push("live", V2); // the scanner released it
    world.settle();
    assertThat(world.newest().state()).isInstanceOf(Healthy.class);
    assertThat(world.written()).containsExactly(ConfiguredImage.of(V1), ConfiguredImage.of(V2));
  }

  @Test
  void a_tag_that_names_a_quarantined_digest_by_now_is_refused() throws Exception {
    world.healthy(V1).quarantined(V3);
    world.tag("live", V3).tell("live", V2.digest());
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.why().code()).isEqualTo("quarantined"));
  }

  @Test
  void refuses_a_downgrade_by_version_unless_a_person_asks() throws Exception {
    world.settings = World.settings(new TagPolicy.Semantic(">=1", false), AppSettings.Mode.ACT, Grade.PROVEN);
    world.push("1.2.0", V2);
    world.settle();
    world.push("1.1.9", V1);
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.why()).isEqualTo(new Refusal.Downgrade("1.2.0", "1.1.9")));
    assertThat(world.ask(new Cause.Deploy(ANN, "test"), V1)).isInstanceOf(Healthy.class);
  }

  @Test
  void refuses_what_it_could_not_prove() throws Exception {
    world.healthy(V1).revisions.put(V2, world.revisions.get(V1));
    world.push("live", V2);
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.why().code()).isEqualTo("same-label"));
    assertThat(world.written()).hasSize(1);
  }

  @Test
  void accepts_a_settled_image_where_no_more_is_required() throws Exception {
    world.settings = World.settings(new TagPolicy.Exact("live"), AppSettings.Mode.ACT, Grade.SETTLED);
    world.revisions.clear();
    world.push("live", V1);
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(Healthy.class,
        healthy -> assertThat(healthy.evidence().grade()).isEqualTo(Grade.SETTLED));
  }

  @Test
  void writes_nothing_when_it_only_observes_and_says_what_it_would_have_done() throws Exception {
    world.settings = World.settings(new TagPolicy.Exact("live"), AppSettings.Mode.OBSERVE, Grade.PROVEN);
    world.push("live", V1);
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(Unchanged.class, unchanged -> assertThat(unchanged.why())
        .isEqualTo(new NoChange.Observed(PLACEHOLDER, V1, Optional.of(new RollbackTarget.Foreign(PLACEHOLDER)))));
    assertThat(world.written()).isEmpty();
  }

  @Test
  void refuses_without_a_rollback_target_unless_that_is_accepted() throws Exception {
    world.tag("live", V1).live = new ConfiguredImage("DOCKER|shop.azurecr.io/reviews:live");
    world.firstSight();
    world.tell("live", V1.digest());
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.why().code()).isEqualTo("no-rollback-target"));
    assertThat(world.written()).isEmpty();
  }

  @Test
  void refuses_an_app_that_it_cannot_see() throws Exception {
    world.answerInstead = Optional.of(new Answer.Reply(403, Map.of(), "forbidden"));
    world.push("live", V1);
    world.settle();
    assertThat(world.journal.rollout(new RolloutId(1)).orElseThrow().state()).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.why().code()).isEqualTo("cannot-see-app"));
    assertThat(world.newest().request().cause()).isEqualTo(new Cause.Retried(new RolloutId(1), 1));
    assertThat(world.written()).isEmpty();
  }

  @Test
  void a_key_vault_reference_that_got_worse_is_the_surroundings_fault() throws Exception {
    world.healthy(V1).references.add(new WebApp.VaultReference("SECRET_KEY", true, "Resolved"));
    world.waiter.plan(Duration.ofSeconds(1), () -> {
      world.references.clear();
      world.references.add(new WebApp.VaultReference("SECRET_KEY", false, "AccessToKeyVaultDenied"));
    });
    world.push("live", V2);
    world.settle();
    assertThat(world.journal.rollout(new RolloutId(2)).orElseThrow().state()).isInstanceOfSatisfying(RolledBack.class,
        back -> {
          assertThat(back.blame()).isEqualTo(Blame.ENVIRONMENT);
          assertThat(back.why()).isEqualTo(new Failure.NotHealthy(
              new Unhealthy.VaultReference("SECRET_KEY", "AccessToKeyVaultDenied")));
        });
  }

  @Test
  void every_instance_must_carry_the_mark() throws Exception {
    world.instances = 2;
    world.push("live", V1);
    world.settle();
    assertThat(world.newest().state()).isInstanceOfSatisfying(Healthy.class,
        healthy -> assertThat(healthy.evidence().basis())
            .isInstanceOfSatisfying(Evidence.Basis.Marks.class, marks -> assertThat(marks.instances()).isEqualTo(2)));
  }
}
