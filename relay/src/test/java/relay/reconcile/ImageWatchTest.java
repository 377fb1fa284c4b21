package relay.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.reconcile.World.APP;
import static relay.reconcile.World.REPOSITORY;
import static relay.reconcile.World.V1;
import static relay.reconcile.World.V2;
import static relay.reconcile.World.V3;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.app.Actor;
import relay.app.RejectReason;
import relay.image.PinnedImage;
import relay.image.RegistryException;
import relay.image.TagPolicy;
import relay.notify.Outbox;
import relay.push.Deletion;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.record.Announcement;
import relay.rollout.record.Effect;
import relay.rollout.record.ImageRisk;
import relay.rollout.record.ImageRole;
import relay.rollout.record.Moment;
import relay.rollout.record.Note;

/** Images that an app depends on and that the registry is about to lose. */
class ImageWatchTest {
  private static final Actor ANN = new Actor.Person("ann");
  @TempDir
  Path folder;
  private World world;

  @BeforeEach
  void open() throws Exception {
    world = new World(folder, List.of(new TagPolicy.Exact("live")), World.settings(false, true), false);
    proven(V1);
    proven(V2);
    world.live(V2).tag("live", V2).tag("1.0", V1).tag("1.1", V2).round();
    assertThat(world.atRisk).isEmpty();
    world.asked.clear();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private RolloutId proven(PinnedImage image) {
    Rollout opened = world.journal.open(RolloutRequest.of(APP, new DesiredImage.ByDigest(image, Optional.empty()),
        new Cause.Deploy(ANN, "test")));
    return world.journal.save(opened, World.healthy(image), List.of(), List.of()).id();
  }

  private List<Note> noted() {
    return world.journal.timeline(world.rollouts().getFirst().id()).stream().map(Moment::entry)
        .flatMap(entry -> entry instanceof Moment.Entry.Noted(var note) ? Stream.of(note) : Stream.empty()).toList();
  }

  private List<Outbox.Waiting> announced() {
    return world.store.outbox().due(world.now(), 50).stream()
        .filter(waiting -> waiting.announcement().type().equals("image-at-risk")).toList();
  }

  @Test
  void images_that_are_there_and_tagged_cost_two_heads_each() throws Exception {
    world.round();
    assertThat(world.asked).containsExactlyInAnyOrder("HEAD " + V2.digest().brief(), "HEAD live",
        "HEAD " + V1.digest().brief(), "HEAD 1.0");
  }

  @Test
  void a_live_image_that_is_gone_is_reported_once_in_every_way_there_is() throws Exception {
    world.held.remove(V2);
    world.round().round();
    assertThat(world.atRisk).containsExactly(ImageRole.LIVE);
    assertThat(noted()).containsExactly(new Note.AtRisk(ImageRole.LIVE, V2, ImageRisk.MISSING));
    assertThat(announced()).singleElement().satisfies(waiting -> assertThat(waiting.announcement().subject())
        .isEqualTo(new Announcement.Subject.ImageAtRisk(ImageRole.LIVE, V2, ImageRisk.MISSING)));
    world.restart().round();
    assertThat(noted()).hasSize(1);
    assertThat(announced()).hasSize(1);
    world.held.add(V2);
    world.round();
    assertThat(world.atRisk).isEmpty();
  }

  @Test
  void a_rollback_target_that_no_tag_names_any_more_is_at_risk() throws Exception {
    world.tags.remove("1.0");
    world.round(); // it was searched for not long ago, found, and so is searched again
    assertThat(world.atRisk).containsExactly(ImageRole.ROLLBACK_TARGET);
    assertThat(noted()).containsExactly(new Note.AtRisk(ImageRole.ROLLBACK_TARGET, V1, ImageRisk.UNTAGGED));
    world.tag("kept", V1).passes(Duration.ofHours(2));
    world.round();
    assertThat(world.atRisk).isEmpty();
  }

  @Test
  void a_repository_of_many_tags_is_searched_within_bounds_and_proves_nothing() throws Exception {
    world.tags.remove("1.0");
    for (int i = 0; i < 200; i++) {
      world.tag("build-" + i, V3);
    }
    world.round();
    assertThat(world.atRisk).isEmpty();
    assertThat(world.asked).hasSizeLessThan(Names.SEARCHED + 10).contains("HEAD build-199")
        .doesNotContain("HEAD build-1");
    world.asked.clear();
    world.round();
    assertThat(world.asked).hasSizeLessThan(10); // not again so soon
  }

  @Test
  void a_deletion_makes_it_look_at_once() throws Exception {
    world.held.remove(V1);
    world.reconciler().delivered(true, false,
        List.of(new Deletion("shop", REPOSITORY, Optional.of(V1.digest()), Optional.empty())), world.now());
    assertThat(world.wakes).isEqualTo(1);
    int rounds = world.rounds.size();
    world.reconciler().step();
    assertThat(world.rounds).hasSize(rounds);
    assertThat(world.atRisk).containsExactly(ImageRole.ROLLBACK_TARGET);
  }

  @Test
  void the_rollback_target_is_the_newest_proven_one_that_was_not_rejected() throws Exception {
    proven(V3);
    world.journal.apply(APP, ANN, "test",
        List.of(new Effect.Reject(V3.digest(), new RejectReason.LeftByRollback(1, "slow"))));
    world.held.remove(V3);
    world.round();
    assertThat(world.atRisk).isEmpty();
    world.journal.apply(APP, ANN, "test", List.of(new Effect.Unreject(V3.digest())));
    world.round();
    assertThat(world.atRisk).containsExactly(ImageRole.ROLLBACK_TARGET);
  }

  @Test
  void a_registry_that_cannot_be_asked_puts_nothing_at_risk() throws Exception {
    world.registryTrouble = Optional.of(new RegistryException(RegistryException.Kind.DENIED, "403"));
    world.round();
    world.registryTrouble = Optional.of(new RegistryException(RegistryException.Kind.UNAVAILABLE, "503"));
    world.round();
    assertThat(world.atRisk).isEmpty();
    assertThat(world.rounds).endsWith(ReconcileListener.Round.PARTIAL, ReconcileListener.Round.BROKEN_OFF);
  }
}
