package relay.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.image.TagPolicy;
import relay.reconcile.RegistryHook.Sent;
import relay.reconcile.RegistryHook.State;

/** The way from the registry to the receiver, tried. */
class SelfTestTest {
  @TempDir
  Path folder;
  private World world;

  @BeforeEach
  void open() {
    world = new World(folder, List.of(new TagPolicy.Exact("live")), World.settings(false, false), true);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void test() throws Exception {
    int before = world.pings;
    for (int i = 0; i < 60 && world.pings == before; i++) {
      world.reconciler().step();
    }
  }

  @Test
  void a_ping_that_arrives_is_all_that_is_wanted() throws Exception {
    test();
    assertThat(world.pings).isEqualTo(1);
    assertThat(world.faults).isEmpty();
    assertThat(world.reconciler().faults()).isEmpty();
  }

  @Test
  void pings_are_an_hour_apart() throws Exception {
    test();
    var first = world.now();
    test();
    assertThat(Duration.between(first, world.now())).isBetween(Duration.ofMinutes(45), Duration.ofMinutes(75));
  }

  @Test
  void a_ping_that_is_lost_is_a_fault_until_one_arrives_again() throws Exception {
    world.pingsArrive = false;
    test();
    assertThat(world.faults).containsExactly(HookFault.PING_LOST);
    assertThat(world.reconciler().faults())
        .isEqualTo("shop: a ping of webhook relay did not arrive within 30.0 s");
    world.pingsArrive = true;
    test();
    assertThat(world.faults).isEmpty();
  }

  @Test
  void a_webhook_that_sends_to_another_path_points_elsewhere() throws Exception {
    world.pingsArrive = false;
    world.sent.add(new Sent("1", Optional.of(world.now()), "ping", "{}", Optional.of("/hooks/acr/other")));
    test();
    assertThat(world.faults).containsExactlyInAnyOrder(HookFault.PING_LOST, HookFault.ELSEWHERE);
  }

  @Test
  void a_disabled_webhook_is_not_pinged_and_covers_nothing() throws Exception {
    world.state = new State(false, "", Set.of("push"));
    world.round();
    world.reconciler().step();
    assertThat(world.pings).isZero();
    assertThat(world.faults).containsExactlyInAnyOrder(HookFault.DISABLED, HookFault.SCOPE);
    assertThat(world.reconciler().faults()).contains("shop: webhook relay is disabled");
  }

  @Test
  void a_webhook_that_is_gone_or_may_not_be_looked_at_is_told_apart() throws Exception {
    world.hookTrouble = Optional.of(new HookException(HookException.Kind.NOT_FOUND, "no such webhook"));
    world.round();
    world.reconciler().step();
    assertThat(world.faults).containsExactly(HookFault.MISSING);
    world.restart().hookTrouble = Optional.of(new HookException(HookException.Kind.FORBIDDEN, "lacks webhooks/read"));
    world.round();
    world.reconciler().step();
    assertThat(world.faults).containsExactly(HookFault.UNSEEN);
  }

  @ParameterizedTest
  @CsvSource({"'',true", "reviews:*,true", "reviews:live,true", "reviews,false", "reviews:other,false", "other:*,false",
      "rev*:*,false"})
  void a_scope_covers_what_azure_says_it_does(String scope, boolean covers) throws Exception {
    world.state = new State(true, scope, Set.of("push"));
    test();
    world.reconciler().step();
    assertThat(world.faults.contains(HookFault.SCOPE)).isEqualTo(!covers);
  }

  @Test
  void a_webhook_that_sends_no_pushes_covers_nothing() throws Exception {
    world.state = new State(true, "", Set.of("delete"));
    test();
    assertThat(world.faults).containsExactly(HookFault.SCOPE);
  }

  @Test
  void a_registry_that_delivers_nothing_for_long_is_silent() throws Exception {
    world.close();
    world = new World(folder, List.of(new TagPolicy.Exact("live")), World.settings(false, false), false);
    world.passes(Duration.ofDays(6));
    world.round();
    assertThat(world.faults).isEmpty();
    world.passes(Duration.ofDays(2));
    world.round();
    assertThat(world.faults).containsExactly(HookFault.SILENT);
    world.reconciler().delivered(true, false, List.of(), world.now());
    world.round();
    assertThat(world.faults).isEmpty();
  }
}
