package relay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.journal.Samples.SHOP;
import static relay.journal.Samples.pinned;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.health.Evidence;
import relay.health.Grade;
import relay.image.PinnedImage;
import relay.rollout.Cause;
import relay.rollout.Effect;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState.Checking;
import relay.rollout.RolloutState.Healthy;

/** What every engine's port {@link relay.rollout.Journal} remembers of an app. */
interface MemoryContract {
  Hold HOLD = new Hold("ann", "freeze", Samples.TIME);

  Ports ports();

  private void apply(Effect... effects) {
    ports().journal().apply(SHOP, "ann", "because", List.of(effects));
  }

  private AppRecord memory() {
    return ports().journal().memory(SHOP);
  }

  private void healthy(PinnedImage image) {
    RolloutId id = ports().journal().open(Samples.request()).id();
    ports().journal().save(id, new Healthy(image, new Evidence(Grade.PROVEN, "it says so")), "Healthy.");
  }

  @Test
  default void remembers_nothing_of_an_app_never_seen() {
    assertThat(memory()).isEqualTo(AppRecord.NONE);
  }

  @Test
  default void presumes_what_the_tag_named_at_first_sight() {
    ConfiguredImage live = new ConfiguredImage("DOCKER|shop.azurecr.io/team/reviews:1.3");
    apply(new Effect.FirstSight(live, Optional.of(pinned("v1"))));
    assertThat(memory()).isEqualTo(new AppRecord(Optional.of(live), Optional.of(pinned("v1")), Optional.empty(),
        List.of(), Optional.of("1.3"), Map.of(), Optional.empty()));
  }

  @Test
  default void keeps_a_foreign_image_to_the_letter() {
    ConfiguredImage live = new ConfiguredImage("Docker|MCR.microsoft.com/Placeholder:latest");
    apply(new Effect.FirstSight(live, Optional.empty()));
    apply(new Effect.Expect(ConfiguredImage.of(pinned("v1")), Optional.of("1.4")));
    assertThat(memory()).isEqualTo(new AppRecord(Optional.of(ConfiguredImage.of(pinned("v1"))), Optional.empty(),
        Optional.of(live), List.of(), Optional.of("1.4"), Map.of(), Optional.empty()));
  }

  @Test
  default void expects_what_was_written_last_and_nothing_when_told_so() {
    apply(new Effect.Expect(ConfiguredImage.of(pinned("v1")), Optional.of("1.4")));
    apply(new Effect.Expect(ConfiguredImage.of(pinned("v2")), Optional.empty()));
    assertThat(memory().expected()).contains(ConfiguredImage.of(pinned("v2")));
    assertThat(memory().liveTag()).isEmpty();
    apply(new Effect.ExpectNothing());
    assertThat(memory()).isEqualTo(AppRecord.NONE);
  }

  @Test
  default void keeps_the_hold_that_is_there_until_it_is_released() {
    apply(new Effect.HoldApp(HOLD));
    apply(new Effect.HoldApp(new Hold("relay", "drift", Samples.TIME)));
    assertThat(memory().hold()).contains(HOLD);
    apply(new Effect.ReleaseApp());
    assertThat(memory().hold()).isEmpty();
    apply(new Effect.ReleaseApp());
    assertThat(memory()).isEqualTo(AppRecord.NONE);
  }

  @Test
  default void the_end_of_a_drift_lifts_only_the_hold_that_stood_for_it() {
    apply(new Effect.EndDrift());
    assertThat(memory()).isEqualTo(AppRecord.NONE);
    apply(new Effect.HoldApp(HOLD), new Effect.EndDrift());
    assertThat(memory().hold()).as("a person's stays").contains(HOLD);
    var drift = new Hold("relay", "someone else changed the image from a to b", Samples.TIME);
    apply(new Effect.ReleaseApp(), new Effect.HoldApp(drift), new Effect.EndDrift());
    assertThat(memory().hold()).isEmpty();
  }

  @Test
  default void rejects_with_the_newest_reason_and_forgives() {
    var bad = Samples.digest("bad");
    apply(new Effect.Reject(bad, "crashed"), new Effect.Reject(bad, "never listened"));
    assertThat(memory().rejected()).containsExactly(Map.entry(bad, "never listened"));
    assertThat(ports().journal().memory(new AppName("other")).rejected()).isEmpty();
    apply(new Effect.Forgive(bad), new Effect.Forgive(bad));
    assertThat(memory().rejected()).isEmpty();
  }

  @Test
  default void tells_what_was_proven_each_once_by_when_it_was_healthy_last() {
    healthy(pinned("v1"));
    healthy(pinned("v2"));
    healthy(pinned("v3"));
    healthy(pinned("v1"));
    assertThat(memory().proven()).containsExactly(pinned("v1"), pinned("v3"), pinned("v2"));
  }

  @Test
  default void orders_what_was_proven_by_the_end_and_not_by_the_beginning() {
    RolloutId early = ports().journal().open(Samples.request()).id();
    healthy(pinned("v1"));
    ports().journal().save(early, new Healthy(pinned("v2"), new Evidence(Grade.SETTLED, "quiet")), "Healthy.");
    assertThat(memory().proven()).containsExactly(pinned("v2"), pinned("v1"));
  }

  @Test
  default void brings_the_effects_of_a_save_with_it() {
    RolloutId id = ports().journal().open(Samples.request()).id();
    ports().journal().save(id, new Checking(), "Looks.", List.of(new Effect.HoldApp(HOLD),
        new Effect.Reject(Samples.digest("bad"), "crashed"),
        new Effect.Expect(ConfiguredImage.of(pinned("v1")), Optional.empty())));
    assertThat(memory().hold()).contains(HOLD);
    assertThat(memory().rejected()).containsOnlyKeys(Samples.digest("bad"));
    assertThat(memory().expected()).contains(ConfiguredImage.of(pinned("v1")));
  }

  @Test
  default void writes_down_who_acted_and_why() {
    apply(new Effect.HoldApp(HOLD));
    apply();
    RolloutId asked = ports().journal().open(Samples.request(SHOP, new Cause.Rollback("bob", "slow"))).id();
    ports().journal().wantCancel(asked, "cem", "changed my mind");
    var now = ports().clock().instant();
    assertThat(ports().audit().apply(9)).containsExactly(
        new AuditLine(now, "cem", "shop", "changed my mind", "wants rollout " + asked + " ended"),
        new AuditLine(now, "bob", "shop", "slow", "rollback as rollout " + asked),
        new AuditLine(now, "ann", "shop", "because", ""),
        new AuditLine(now, "ann", "shop", "because", "holds (freeze)"));
  }
}
