package relay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.journal.Samples.ANN;
import static relay.journal.Samples.SHOP;
import static relay.journal.Samples.pinned;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import relay.app.Actor;
import relay.app.AppDirectory.Departed;
import relay.app.AppDirectory.Entry;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.app.HoldReason;
import relay.app.Observation;
import relay.app.ProvenImage;
import relay.app.RejectReason;
import relay.health.Expectation;
import relay.image.PinnedImage;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.Rollout;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Checking;
import relay.rollout.StopRequest;
import relay.rollout.record.Effect;

/** What every engine's port {@link relay.rollout.record.Journal} remembers of an app. */
interface AppRecordContract {
  Hold FREEZE = new Hold(ANN, new HoldReason.Manual("freeze"), Samples.TIME);

  Ports ports();

  private void apply(Effect... effects) {
    ports().journal().apply(SHOP, ANN, "because", List.of(effects));
  }

  private AppRecord remembered() {
    return ports().journal().record(SHOP);
  }

  private void save(Rollout from, RolloutState to, Effect... effects) {
    var _ = ports().journal().save(from, to, List.of(), List.of(effects));
  }

  private void healthy(PinnedImage image) {
    save(ports().journal().open(Samples.request()), Samples.healthy(image));
  }

  private static Hold drift(String found) {
    return new Hold(new Actor.Relay(),
        new HoldReason.Drift(ConfiguredImage.of(pinned("v1")), new ConfiguredImage(found)),
        Samples.TIME);
  }

  @Test
  default void remembers_nothing_of_an_app_never_seen() {
    assertThat(remembered()).isEqualTo(AppRecord.NONE);
  }

  @Test
  default void presumes_what_the_tag_named_at_first_sight_and_keeps_it() {
    ConfiguredImage live = new ConfiguredImage("DOCKER|shop.azurecr.io/team/reviews:1.3");
    apply(new Effect.FirstSight(live, Optional.of(pinned("v1"))));
    apply(new Effect.FirstSight(new ConfiguredImage("DOCKER|later.example/x:1"), Optional.empty()));
    assertThat(remembered()).isEqualTo(new AppRecord(Optional.of(live), Optional.of("1.3"), Optional.of(pinned("v1")),
        Optional.empty(), List.of(), Map.of(), Optional.empty(), Optional.empty()));
  }

  @Test
  default void keeps_a_foreign_image_to_the_letter() {
    ConfiguredImage live = new ConfiguredImage("Docker|MCR.microsoft.com/Placeholder:latest");
    apply(new Effect.FirstSight(live, Optional.empty()));
    apply(new Effect.Live(ConfiguredImage.of(pinned("v1")), Optional.of("1.4")));
    assertThat(remembered().foreign()).contains(live);
    assertThat(remembered().live()).contains(ConfiguredImage.of(pinned("v1")));
    assertThat(remembered().liveTag()).contains("1.4");
  }

  @Test
  default void what_is_written_ends_a_look_that_found_drift() {
    apply(new Effect.FirstSight(ConfiguredImage.of(pinned("v1")), Optional.of(pinned("v1"))));
    var found = new ConfiguredImage("DOCKER|other.example/x:1");
    apply(new Effect.Observed(new Observation(new Observation.Condition.Drifted(found), Samples.TIME)));
    assertThat(remembered().configured()).contains(found);
    apply(new Effect.Live(ConfiguredImage.of(pinned("v2")), Optional.empty()));
    assertThat(remembered().configured()).contains(ConfiguredImage.of(pinned("v2")));
    assertThat(remembered().observation()).isEmpty();
  }

  @Test
  default void a_hold_that_a_person_set_outlasts_one_that_ends_by_itself() {
    apply(new Effect.HoldApp(drift("DOCKER|a.example/x:1")));
    apply(new Effect.HoldApp(drift("DOCKER|b.example/x:1")));
    assertThat(remembered().hold()).as("the newer drift").contains(drift("DOCKER|b.example/x:1"));
    apply(new Effect.HoldApp(FREEZE), new Effect.HoldApp(drift("DOCKER|a.example/x:1")), new Effect.EndDrift());
    assertThat(remembered().hold()).contains(FREEZE);
    apply(new Effect.ReleaseApp(), new Effect.ReleaseApp());
    assertThat(remembered().hold()).isEmpty();
  }

  @Test
  default void the_end_of_a_drift_lifts_the_hold_that_stood_for_it() {
    apply(new Effect.EndDrift());
    apply(new Effect.HoldApp(drift("DOCKER|a.example/x:1")), new Effect.EndDrift());
    assertThat(remembered().hold()).isEmpty();
  }

  @Test
  default void rejects_with_the_newest_reason_until_that_is_lifted() {
    var bad = Samples.digest("bad");
    var older = new RejectReason.LeftByRollback(1, "slow");
    var newer = new RejectReason.LeftByRollback(2, "slower");
    apply(new Effect.Reject(bad, older), new Effect.Reject(bad, newer));
    assertThat(remembered().rejected()).containsExactly(Map.entry(bad, newer));
    assertThat(ports().journal().record(new AppName("other")).rejected()).isEmpty();
    apply(new Effect.Unreject(bad), new Effect.Unreject(bad));
    assertThat(remembered().rejected()).isEmpty();
  }

  @Test
  default void knows_what_was_proven_each_once_by_when_it_was_healthy_last() {
    healthy(pinned("v1"));
    healthy(pinned("v2"));
    healthy(pinned("v3"));
    healthy(pinned("v1"));
    assertThat(remembered().proven()).extracting(ProvenImage::image).containsExactly(pinned("v1"), pinned("v3"),
        pinned("v2"));
    assertThat(remembered().tagOf(pinned("v2"))).contains("1.4");
  }

  @Test
  default void orders_what_was_proven_by_the_end_and_not_by_the_beginning() {
    Rollout early = ports().journal().open(Samples.request());
    healthy(pinned("v1"));
    save(early, Samples.healthy(pinned("v2")));
    assertThat(remembered().proven()).extracting(ProvenImage::image).containsExactly(pinned("v2"), pinned("v1"));
  }

  @Test
  default void brings_the_effects_of_a_save_with_it() {
    save(ports().journal().open(Samples.request()), new Checking(), new Effect.HoldApp(FREEZE),
        new Effect.Live(ConfiguredImage.of(pinned("v1")), Optional.empty()));
    assertThat(remembered().hold()).contains(FREEZE);
    assertThat(remembered().live()).contains(ConfiguredImage.of(pinned("v1")));
  }

  @Test
  default void an_app_that_is_renamed_stays_the_same_app() {
    AppName renamed = new AppName("renamed");
    var _ = ports().directory().configure(List.of(new Entry(SHOP, "/Sites/Shop")));
    healthy(pinned("v1"));
    Rollout open = ports().journal().open(Samples.request());
    assertThat(ports().directory().configure(List.of(new Entry(renamed, "/sites/shop")))).isEmpty();
    assertThat(ports().journal().record(renamed).proven()).hasSize(1);
    assertThat(ports().journal().unfinished(renamed)).singleElement().satisfies(found -> {
      assertThat(found.id()).isEqualTo(open.id());
      assertThat(found.app()).isEqualTo(renamed);
    });
    assertThat(ports().journal().record(SHOP)).isEqualTo(AppRecord.NONE);
  }

  @Test
  default void a_name_that_moves_to_another_site_starts_anew_and_two_can_swap() {
    AppName other = new AppName("other");
    var _ = ports().directory().configure(List.of(new Entry(SHOP, "/sites/one"), new Entry(other, "/sites/two")));
    healthy(pinned("v1"));
    assertThat(ports().directory().configure(List.of(new Entry(SHOP, "/sites/two"), new Entry(other, "/sites/one"))))
        .isEmpty();
    assertThat(remembered()).isEqualTo(AppRecord.NONE);
    assertThat(ports().journal().record(other).proven()).hasSize(1);
  }

  @Test
  default void a_name_used_before_the_configuration_gave_it_to_a_known_site_goes_to_that_site() {
    AppName other = new AppName("other");
    var _ = ports().directory().configure(List.of(new Entry(other, "/sites/one")));
    Rollout known = ports().journal().open(Samples.request(other, new Cause.Pushed(1, "1.4")));
    Rollout stray = ports().journal().open(Samples.request());
    assertThat(ports().directory().configure(List.of(new Entry(SHOP, "/sites/one")))).isEmpty();
    assertThat(ports().journal().unfinished(SHOP)).extracting(Rollout::id).containsExactly(known.id());
    assertThat(ports().journal().rollout(stray.id())).isPresent();
  }

  @Test
  default void a_name_used_before_the_configuration_named_its_site_keeps_what_it_has() {
    Rollout early = ports().journal().open(Samples.request());
    for (int i = 0; i < 2; i++) {
      assertThat(ports().directory().configure(List.of(new Entry(SHOP, "/sites/one")))).isEmpty();
      assertThat(ports().journal().unfinished(SHOP)).containsExactly(early);
    }
  }

  @Test
  default void what_was_restored_is_not_proven_by_that() {
    save(ports().journal().open(Samples.request()), Samples.state(RolloutState.RolledBack.class));
    assertThat(remembered().proven()).isEmpty();
  }

  @Test
  default void keeps_the_tag_of_what_was_proven_when_it_is_proven_again_by_digest_alone() {
    healthy(pinned("v1"));
    Change byDigest = new Change(pinned("v1"), ConfiguredImage.of(pinned("v0")), Optional.empty(), Expectation.NOTHING,
        Expectation.NOTHING, true, Set.of(), Optional.empty(), Optional.empty(), Optional.empty());
    save(ports().journal().open(Samples.request()),
        new RolloutState.Healthy(byDigest, Samples.healthy(pinned("v1")).evidence()));
    assertThat(remembered().proven()).containsExactly(new ProvenImage(pinned("v1"), Optional.of("1.4")));
  }

  @Test
  default void an_app_that_is_taken_out_in_mid_rollout_is_reported_and_goes_on_when_it_comes_back() {
    var _ = ports().directory().configure(List.of(new Entry(SHOP, "/sites/shop")));
    Rollout open = ports().journal().open(Samples.request());
    save(open, Samples.state(RolloutState.Proving.class));
    assertThat(ports().directory().configure(List.of()))
        .containsExactly(new Departed(SHOP, "/sites/shop", Optional.of(open.id().value())));
    assertThat(ports().journal().unfinished(SHOP)).isEmpty();
    var _ = ports().directory().configure(List.of(new Entry(SHOP, "/sites/shop")));
    assertThat(ports().journal().unfinished(SHOP)).hasSize(1);
  }

  @Test
  default void writes_down_who_acted_and_why() {
    apply(new Effect.HoldApp(FREEZE));
    apply();
    Rollout asked = ports().journal()
        .open(Samples.request(SHOP, new Cause.Rollback(new Actor.Person("bob"), "slow")));
    var _ = ports().journal().requestStop(asked.id(),
        StopRequest.cancel(new Actor.Person("cem"), "changed my mind"));
    var now = ports().clock().instant();
    assertThat(ports().audit().apply(9)).containsExactly(
        new AuditLine(now, "cem", "shop", "changed my mind", "cancels rollout " + asked.id()),
        new AuditLine(now, "bob", "shop", "slow", "rollback as rollout " + asked.id()),
        new AuditLine(now, "ann", "shop", "because", ""),
        new AuditLine(now, "ann", "shop", "because", "holds the app: freeze"));
  }
}
