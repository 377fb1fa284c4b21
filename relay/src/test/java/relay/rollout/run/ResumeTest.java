package relay.rollout.run;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.rollout.run.World.APP;
import static relay.rollout.run.World.V1;
import static relay.rollout.run.World.V2;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import relay.app.ConfiguredImage;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.RolledBack;

/** Kills the rollout after each of its saves in turn, starts anew over the same journal, and expects the same end. */
class ResumeTest {
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @ParameterizedTest
  @EnumSource(names = {"WELL", "UNWELL", "CRASHES"})
  void every_saved_state_is_resumed_to_the_same_end_without_a_second_change(Cloud.Behaviour behaviour)
      throws Exception {
    List<ConfiguredImage> undisturbed = run(behaviour, Integer.MAX_VALUE).written();
    for (int kill = 1; kill <= 8; kill++) {
      World world = run(behaviour, kill);
      assertThat(world.written()).as("killed after save %s", kill).isEqualTo(undisturbed);
      assertThat(world.journal.rollout(new RolloutId(2)).orElseThrow().state()).as("killed after save %s", kill)
          .isInstanceOf(behaviour == Cloud.Behaviour.WELL ? Healthy.class : RolledBack.class);
      assertThat(world.journal.unfinished(APP)).isEmpty();
    }
  }

  private static World run(Cloud.Behaviour behaviour, int killAfter) throws InterruptedException {
    World world = new World().healthy(V1);
    world.behaviours.put(V2, behaviour);
    world.push("live", V2);
    var saves = new ArrayList<Integer>();
    world.afterSave = () -> {
      saves.add(1);
      if (saves.size() == killAfter) {
        throw new Killed();
      }
    };
    try {
      world.settle();
    } catch (Killed killed) {
      world.restarted().settle();
    }
    return world;
  }
}
