package relay.rollout.act;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.app.RejectReason;
import relay.image.Digest;
import relay.rollout.Rollout;
import relay.rollout.RolloutState;
import relay.rollout.StopRequest;
import relay.rollout.record.Effect;

/**
 * Every act while a push of V3 over V2 stands in each of the states. {@code joined}: the push's own rollout is returned;
 * {@code opens V1}: another one is opened for that; anything else is the code of the refusal.
 */
class ActsInEveryStateTest {
  private static final String TABLE = """
      state       | deploy V3 | rollback  | cancel  | retry
      queued      | opens V3  | opens V1  | joined  | not-settled
      waiting     | opens V3  | opens V1  | joined  | not-settled
      checking    | opens V3  | opens V1  | joined  | not-settled
      applying    | joined    | joined    | joined  | not-settled
      proving     | joined    | joined    | joined  | not-settled
      soaking     | joined    | joined    | joined  | not-settled
      restoring   | opens V3  | joined    | joined  | not-settled
      healthy     | opens V3  | opens V2  | settled | opens V3
      rolled-back | opens V3  | opens V1  | settled | opens V3
      stuck       | opens V3  | opens V2  | settled | opens V3
      refused     | opens V3  | opens V1  | settled | opens V3
      unchanged   | opens V3  | opens V1  | settled | opens V3
      superseded  | opens V3  | opens V1  | settled | opens V3
      cancelled   | opens V3  | opens V1  | settled | opens V3
      """;
  private final ActWorld world = ActWorld.twoProven();

  @ParameterizedTest
  @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = TABLE)
  void what_an_act_does(String state, String deploy, String rollback, String cancel, String retry) {
    assertThat(act(state, (each, _) -> each.deploy(ActWorld.V3))).as("deploy").isEqualTo(deploy);
    assertThat(act(state, (each, _) -> each.rollback())).as("rollback").isEqualTo(rollback);
    assertThat(act(state, (each, push) -> each.operations.cancel(push.id(), ActWorld.ANN, "no"))).as("cancel")
        .isEqualTo(cancel);
    assertThat(act(state, (each, push) -> each.operations.retry(push.id(), ActWorld.ANN, "again"))).as("retry")
        .isEqualTo(retry);
  }

  @Test
  void the_table_names_every_state() {
    List<String> named = TABLE.lines().skip(1).map(line -> line.split("\\|")[0].strip()).toList();
    assertThat(named).hasSameSizeAs(leaves(RolloutState.class).toList()).doesNotHaveDuplicates();
    assertThat(named).allSatisfy(label -> assertThat(ActWorld.state(label).label()).isEqualTo(label));
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(ActsInEveryStateTest::leaves).distinct();
  }

  @ParameterizedTest
  @CsvSource({"queued", "waiting", "checking", "applying", "proving", "soaking", "restoring"})
  void a_cancel_is_a_wish_with_who_and_why_that_the_lanes_fulfil(String state) {
    Rollout push = world.bringsV3(state);
    var _ = world.operations.cancel(push.id(), ActWorld.ANN, "wrong one");
    assertThat(world.journal.stopRequested(push.id())).contains(StopRequest.cancel(ActWorld.ANN, "wrong one"));
  }

  @ParameterizedTest
  @CsvSource({"applying", "proving", "soaking", "restoring"})
  void a_rollback_of_what_has_the_app_in_its_hands_is_a_wish_too(String state) {
    Rollout push = world.bringsV3(state);
    var _ = world.operations.rollback(ActWorld.SETTINGS, ActWorld.ANN, "errors", new RollbackTo.Before(), true);
    assertThat(world.journal.stopRequested(push.id()))
        .contains(StopRequest.rollback(ActWorld.ANN, "errors", true));
  }

  @ParameterizedTest
  @CsvSource({"queued", "waiting", "checking", "applying", "proving", "soaking", "restoring", "healthy", "rolled-back",
      "stuck", "refused", "unchanged", "superseded", "cancelled"})
  void hold_release_unreject_and_adopt_work_whatever_the_rollout_does(String state) {
    var _ = world.bringsV3(state);
    world.operations.hold(ActWorld.SETTINGS, ActWorld.ANN, "sale");
    assertThat(world.journal.record(ActWorld.APP).hold()).isPresent();
    world.operations.release(ActWorld.SETTINGS, ActWorld.ANN, "over");
    assertThat(world.journal.record(ActWorld.APP).hold()).isEmpty();
    world.journal.apply(ActWorld.APP, ActWorld.ANN, "x",
        List.of(new Effect.Reject(ActWorld.V4, new RejectReason.LeftByRollback(1, "x"))));
    assertThat(world.operations.unreject(ActWorld.SETTINGS, ActWorld.ANN, "fixed", "444444")).isEqualTo(ActWorld.V4);
    assertThat(world.operations.adopt(ActWorld.SETTINGS, ActWorld.ANN, "keep it").joined()).isFalse();
  }

  /** One act in a world of its own. */
  private interface Act {
    Accepted on(ActWorld world, Rollout push);
  }

  private static String act(String state, Act act) {
    ActWorld world = ActWorld.twoProven();
    Rollout push = world.bringsV3(state);
    Supplier<Accepted> asked = () -> act.on(world, push);
    try {
      Accepted accepted = asked.get();
      boolean own = accepted.rollout().id().equals(push.id());
      assertThat(accepted.joined()).isEqualTo(own);
      assertThat(world.woken).containsExactly(ActWorld.APP);
      return own ? "joined" : "opens " + version(accepted.rollout().digest());
    } catch (OperationRefusedException refused) {
      assertThat(world.woken).isEmpty();
      assertThat(world.journal.history(Optional.of(ActWorld.APP), 9)).hasSize(3);
      return refused.code().word();
    }
  }

  private static String version(Optional<Digest> digest) {
    return List.of(ActWorld.V1, ActWorld.V2, ActWorld.V3).stream().filter(each -> digest.equals(Optional.of(each)))
        .map(each -> "V" + each.brief().charAt(0)).collect(Collectors.joining());
  }
}
