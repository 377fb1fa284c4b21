package relay.rollout.run;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.rollout.run.World.APP;
import static relay.rollout.run.World.V1;
import static relay.rollout.run.World.V2;
import static relay.rollout.run.World.V3;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import relay.app.Actor;
import relay.image.Digest;
import relay.image.ImageDetails;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.image.Platform;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.image.Repository;
import relay.image.TagList;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.act.RollbackTo;
import relay.rollout.gate.Gates;
import relay.rollout.site.SiteLanes;
import relay.time.Jitter;
import relay.time.WakeableWaiter;

/** A registry that does not answer about a tag keeps nobody waiting who asks for something else. Real threads and time. */
@Timeout(120)
class SilentRegistryTest {
  private static final Actor ANN = new Actor.Person("ann");
  private final World world = new World();
  private final CountDownLatch asked = new CountDownLatch(1);
  private Thread lane = Thread.currentThread();

  @BeforeEach
  void twoVersionsAreProven() throws Exception {
    world.healthy(V1).healthy(V2);
  }

  @AfterEach
  void stop() throws InterruptedException {
    lane.interrupt();
    lane.join();
  }

  private Rollout pushIsChecked() throws InterruptedException {
    Rollout push = world.journal.open(RolloutRequest.of(APP,
        new DesiredImage.ByTag(World.REPOSITORY.tagged("live"), Optional.of(V3.digest())),
        new Cause.Pushed(1, "live")));
    var waiter = new WakeableWaiter(InstantSource.system());
    SiteLanes lanes = SiteLanes.of(
        waiting -> new Runner.Site(world.settings, world, () -> {}, new SilentAboutTags(), world.health(),
            world.journal,
            new Gates(APP, world.journal, world.plans), world, waiting),
        waiter, waiter, _ -> {}, Duration.ofMinutes(5), new Jitter(new Random(1)));
    lane = Thread.ofVirtual().start(() -> {
      try {
        while (true) {
          lanes.candidates().step();
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
    asked.await();
    return push;
  }

  private RolloutState becomes(RolloutId id, Class<? extends RolloutState> type) {
    RolloutState state = world.journal.rollout(id).orElseThrow().state();
    while (!type.isInstance(state)) {
      Thread.onSpinWait();
      state = world.journal.rollout(id).orElseThrow().state();
    }
    return state;
  }

  @Test
  void a_persons_rollback_is_taken_while_the_push_before_it_is_still_asked_about() throws Exception {
    Rollout push = pushIsChecked();
    var rollback = world.operations().rollback(world.settings, ANN, "it is slow", new RollbackTo.Before(), true)
        .rollout();
    becomes(rollback.id(), RolloutState.Applying.class);
    assertThat(world.journal.rollout(push.id()).orElseThrow().state()).isInstanceOf(RolloutState.Superseded.class);
  }

  @Test
  void what_a_person_cancels_ends_although_the_registry_does_not_answer() throws Exception {
    Rollout push = pushIsChecked();
    var _ = world.operations().cancel(push.id(), ANN, "not now");
    becomes(push.id(), RolloutState.Cancelled.class);
  }

  /** Answers about digests as the world's does, and about tags never. */
  private final class SilentAboutTags implements Registry {
    @Override
    public Optional<Digest> digestOf(ImageReference image) throws InterruptedException {
      asked.countDown();
      new CountDownLatch(1).await();
      throw new AssertionError("nobody answers");
    }

    @Override
    public boolean holds(PinnedImage image, Platform platform) throws RegistryException {
      return world.holds(image, platform);
    }

    @Override
    public Optional<ImageDetails> describe(PinnedImage image, Platform platform) throws RegistryException {
      return world.describe(image, platform);
    }

    @Override
    public TagList tags(Repository repository) throws RegistryException {
      return world.tags(repository);
    }
  }
}
