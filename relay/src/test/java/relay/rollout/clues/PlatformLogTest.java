package relay.rollout.clues;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.health.Blame;
import relay.health.Clues.Fault;
import relay.image.Digest;
import relay.image.PinnedImage;
import relay.image.Repository;

class PlatformLogTest {
  private static final Repository REPOSITORY = new Repository("shop.azurecr.io", "reviews");
  private static final PinnedImage WANTED = REPOSITORY.at(new Digest("sha256:" + "1f".repeat(32)));
  private static final PinnedImage OTHER = REPOSITORY.at(new Digest("sha256:" + "2e".repeat(32)));
  private static final String NAMED = "INFO  - Pulling image: " + WANTED;
  private static final String READY = "INFO  - Container reviews_0_ab12 for site reviews initialized successfully and is ready to serve requests.";
  private static final String EXITED = "ERROR - Container reviews_0_ab12 for site reviews has exited, failing site start";
  private static final String MUTE = "ERROR - Container reviews_0_ab12 for site reviews did not start within expected time limit.";

  private static PlatformLog log(String... lines) {
    return PlatformLog.of(Arrays.stream(lines).map(line -> "2026-11-26T06:00:00.123Z " + line).toList(), WANTED);
  }

  private static Optional<Fault> fault(String... lines) {
    return log(lines).fault();
  }

  private static List<String> recorded(String name) throws IOException {
    try (InputStream file = PlatformLogTest.class.getResourceAsStream(name + ".txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"pull-failure,ENVIRONMENT,pull-failed", "container-exits,IMAGE,start-timeout",
      "startup-probe,IMAGE,start-timeout", "crash-after-401,IMAGE,container-exited",
      "crash-unauthorizedaccess,IMAGE,container-exited"})
  void the_logs_of_both_generations_blame_the_right_one(String name, Blame blame, String code) throws IOException {
    Fault fault = PlatformLog.of(recorded(name), WANTED).fault().orElseThrow();
    assertThat(fault.blame()).isEqualTo(blame);
    assertThat(fault.why().code()).isEqualTo(code);
    assertThat(fault.line()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ERROR - Image pull failed: Verify docker image configuration and credentials",
      "Container pull image failed with reason: ImagePullFailure."})
  void a_pull_that_failed_is_the_surroundings_fault(String line) {
    assertThat(fault(line)).hasValueSatisfying(fault -> assertThat(fault.blame()).isEqualTo(Blame.ENVIRONMENT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pull access denied", "MANIFEST UNKNOWN", "payment gateway said 401 Unauthorized",
      "Container reviews_0 for site reviews has exited, failing site start", "the container has exited",
      "ERROR - my worker container has exited", "no space left on device", "GET /healthz 200", "Exited the menu"})
  void what_the_app_itself_prints_proves_nothing(String line) {
    assertThat(fault(line)).isEmpty();
    assertThat(log(NAMED, line).started()).isFalse();
  }

  @Test
  void a_line_without_a_time_is_not_the_platform_s() {
    assertThat(PlatformLog.of(List.of(EXITED), WANTED).fault()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {MUTE,
      "ERROR - Container reviews_0 didn't respond to HTTP pings on port: 8080, failing site start"})
  void a_container_that_does_not_answer_is_the_images_fault(String line) {
    assertThat(fault(line)).hasValueSatisfying(fault -> {
      assertThat(fault.blame()).isEqualTo(Blame.IMAGE);
      assertThat(fault.why().code()).isEqualTo("start-timeout");
    });
  }

  @Test
  void one_try_is_not_the_last_word_and_two_are_or_the_platform_s_own() {
    assertThat(fault(EXITED).orElseThrow().last()).isFalse();
    assertThat(fault(EXITED, "starting again", EXITED).orElseThrow().last()).isTrue();
    assertThat(fault("Container has finished running with exit code: 1.",
        "Site container: reviews terminated during site startup.").orElseThrow().last()).isFalse();
    assertThat(fault("Container has finished running with exit code: 1.",
        "Failed to start site. Revert by stopping site.").orElseThrow().last()).isTrue();
  }

  @Test
  void lines_about_another_image_are_not_about_ours() {
    String other = "INFO  - Pulling image: " + OTHER;
    assertThat(fault(other, EXITED, EXITED)).isEmpty();
    assertThat(fault(other, EXITED, NAMED)).isEmpty();
    assertThat(fault(other, NAMED, EXITED)).isPresent();
    assertThat(log(other, READY).started()).isFalse();
  }

  @Test
  void a_start_is_observed_when_the_digest_is_named_and_then_a_container_is_ready() {
    assertThat(log(NAMED, READY).started()).isTrue();
    assertThat(log("Creating container with image: " + WANTED + " from registry: x.", "Site started.").started())
        .isTrue();
    assertThat(log(READY, NAMED).started()).isFalse();
    assertThat(log(NAMED, READY, EXITED).started()).isFalse();
    assertThat(log().started()).isFalse();
  }

  @Test
  void a_later_start_ends_an_earlier_failure() {
    assertThat(fault(NAMED, EXITED, READY)).isEmpty();
    assertThat(fault("State: Started, Action: None, LastError: ImagePullFailure, LastErrorTimestamp: x")).isEmpty();
  }
}
