package relay.rollout.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.health.Blame;
import relay.health.Clues.Fault;
import relay.image.Digest;

class PlatformLogTest {
  private static final Digest DIGEST = World.V1.digest();
  private static final String NAMED = "Pulling image: shop.azurecr.io/reviews@" + DIGEST;
  private static final String READY = "Container reviews_0_ab12 for site reviews initialized successfully and is ready to serve requests.";
  private static final String EXITED = "Container reviews_0_ab12 for site reviews has exited, failing site start";
  private static final String MUTE = "Container reviews_0_ab12 for site reviews did not start within expected time limit.";

  private static Optional<Fault> fault(String... lines) {
    return new PlatformLog(List.of(lines)).fault();
  }

  private static Optional<String> started(String... lines) {
    return new PlatformLog(List.of(lines)).started(DIGEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Image pull failed: Verify docker image configuration and credentials", "ImagePullFailure",
      "Pulling image shop.azurecr.io/reviews failed", "pull access denied", "manifest for reviews:1 not found",
      "MANIFEST UNKNOWN: manifest tagged by 1 is not found", "toomanyrequests: slow down",
      "write /layer: no space left on device"})
  void a_pull_that_failed_is_the_surroundings_fault(String line) {
    assertThat(fault("starting", line)).hasValueSatisfying(fault -> {
      assertThat(fault.blame()).isEqualTo(Blame.ENVIRONMENT);
      assertThat(fault.why()).isEqualTo("the platform could not pull the image");
    });
  }

  @Test
  void a_container_that_exited_is_the_images_fault() {
    assertThat(fault(EXITED)).contains(new Fault(Blame.IMAGE, "its container exited at the start", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {MUTE, "Container reviews_0 didn't respond to HTTP pings on port: 8080, failing site start"})
  void a_container_that_does_not_answer_is_the_images_fault(String line) {
    assertThat(fault(line)).contains(
        new Fault(Blame.IMAGE, "its container did not answer within the platform's start limit", false));
  }

  @Test
  void one_try_is_not_the_last_word_and_two_are() {
    assertThat(fault(EXITED).orElseThrow().last()).isFalse();
    assertThat(fault(EXITED, "starting again", EXITED).orElseThrow().last()).isTrue();
    assertThat(fault("Image pull failed: unauthorized").orElseThrow().last()).isFalse();
    assertThat(fault("Image pull failed: unauthorized", "Image pull failed: unauthorized").orElseThrow().last())
        .isTrue();
  }

  @Test
  void a_container_that_is_silent_twice_has_not_ended_its_try() {
    assertThat(fault(MUTE, MUTE).orElseThrow().last()).isFalse();
  }

  @Test
  void a_failed_pull_weighs_more_than_what_follows_from_it() {
    assertThat(fault(EXITED, "Image pull failed: unauthorized").orElseThrow().blame()).isEqualTo(Blame.ENVIRONMENT);
  }

  @Test
  void lines_that_are_not_recognised_prove_nothing() {
    assertThat(fault("GET /healthz 200", "Exited the menu", "the app is ready")).isEmpty();
    assertThat(fault()).isEmpty();
    assertThat(started()).isEmpty();
  }

  @Test
  void a_start_is_observed_when_the_digest_is_named_and_then_a_container_is_ready() {
    assertThat(started(NAMED, READY)).hasValueSatisfying(how -> assertThat(how).contains(DIGEST.brief()));
  }

  @Test
  void a_start_before_the_digest_was_named_is_that_of_another() {
    assertThat(started(READY, NAMED)).isEmpty();
    assertThat(started(NAMED, READY, NAMED)).isEmpty();
  }

  @Test
  void a_start_of_another_digest_is_not_ours() {
    assertThat(started("Pulling image: shop.azurecr.io/reviews@" + World.V2.digest(), READY)).isEmpty();
  }

  @Test
  void a_start_beside_a_fault_is_none() {
    assertThat(started(NAMED, READY, EXITED)).isEmpty();
  }
}
