package relay.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.reconcile.World.V1;
import static relay.reconcile.World.V2;
import static relay.reconcile.World.V3;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.image.TagPolicy;
import relay.intake.acr.AcrLog;
import relay.reconcile.ReconcileListener.By;
import relay.reconcile.ReconcileListener.Round;
import relay.reconcile.RegistryHook.Sent;

/** Events that the registry's own log shows and no receiver received. */
class ReplayTest {
  @TempDir
  Path folder;
  private World world;

  @BeforeEach
  void open() throws Exception {
    world = new World(folder, List.of(new TagPolicy.Exact("live")), new ReconcileSettings(false, false, true,
        Duration.ofMinutes(5), Duration.ZERO, Duration.ofSeconds(30), Duration.ZERO), true);
    world.sends("before", "live", V1);
    world.passes(Duration.ofMinutes(1));
    world.round();
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Events in the order of their recording, with their receivers. */
  private List<String> deliveries() {
    return world.store.inbox().deliveries(50).await().reversed().stream()
        .map(one -> one.delivery().receiver() + " " + one.delivery().event().orElse("-")).toList();
  }

  @Test
  void what_was_sent_before_the_relay_first_looked_is_left_alone() throws Exception {
    world.round();
    assertThat(deliveries()).isEmpty();
    world.restart().round();
    assertThat(deliveries()).isEmpty();
  }

  @Test
  void pushes_that_never_arrived_become_deliveries_oldest_first_and_only_once() throws Exception {
    world.sends("e1", "live", V1);
    world.passes(Duration.ofSeconds(1));
    world.sends("e2", "live", V2);
    world.push("acr", "e2", "live", V2); // this one arrived
    world.passes(Duration.ofSeconds(1));
    world.sends("e3", "live", V3);
    Collections.reverse(world.sent);
    world.round().round();
    world.restart().round();
    assertThat(deliveries()).containsExactly("acr e2", AcrLog.RECEIVER + " e1", AcrLog.RECEIVER + " e3");
    assertThat(world.found).containsExactly(By.LOG, By.LOG);
    world.decide();
    assertThat(world.rollouts()).hasSize(3); // all of them are for the tag, so that the newest brings what it names now
  }

  @Test
  void an_event_that_may_be_on_its_way_still_is_given_time() throws Exception {
    world.passes(Duration.ofMinutes(10));
    world.sends("young", "live", V2);
    world.reconciler().step();
    assertThat(deliveries()).isEmpty();
    world.round();
    assertThat(deliveries()).containsExactly("acr-log young");
  }

  @Test
  void what_is_older_than_deliveries_are_kept_does_not_come_back() throws Exception {
    world.sends("old", "live", V2);
    world.passes(Duration.ofDays(8));
    world.round();
    assertThat(deliveries()).isEmpty();
  }

  @Test
  void pings_and_what_cannot_be_read_are_not_recorded() throws Exception {
    world.sent.add(new Sent("p", Optional.of(world.now()), "ping", "{\"id\":\"p\",\"action\":\"ping\"}",
        Optional.empty()));
    world.sent
        .add(new Sent("odd", Optional.of(world.now()), "push", "{\"id\":\"odd\",\"action\":7}", Optional.empty()));
    world.sent.add(new Sent("timeless", Optional.empty(), "push", "{}", Optional.empty()));
    world.round();
    assertThat(deliveries()).isEmpty();
    assertThat(world.rounds).containsOnly(Round.WHOLE);
  }

  @Test
  void a_log_that_may_not_be_read_leaves_the_rest_of_the_round_alone() throws Exception {
    world.sends("e1", "live", V1);
    world.hookTrouble = Optional.of(new HookException(HookException.Kind.FORBIDDEN, "lacks the action listEvents"));
    world.round();
    assertThat(world.rounds).endsWith(Round.PARTIAL);
    world.hookTrouble = Optional.empty();
    world.round();
    assertThat(deliveries()).containsExactly("acr-log e1");
  }
}
