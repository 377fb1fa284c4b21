package relay.rollout.clues;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
    return PlatformLog.of(Arrays.stream(lines).map(line -> "2026-11-26T06:00:00.123Z " + line).toList(), WANTED, 1,
        Instant.EPOCH);
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
    Fault fault = PlatformLog.of(recorded(name), WANTED, 1, Instant.EPOCH).fault().orElseThrow();
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
    assertThat(PlatformLog.of(List.of(EXITED), WANTED, 1, Instant.EPOCH).fault()).isEmpty();
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

  @Test
  void what_the_container_before_did_until_the_wanted_one_was_named_is_not_held_against_it() {
    assertThat(fault(EXITED, EXITED, NAMED)).isEmpty();
    assertThat(fault(EXITED, NAMED, EXITED).orElseThrow().last()).isFalse();
    assertThat(fault(NAMED, EXITED, NAMED, EXITED).orElseThrow().last()).as("each try names it again").isTrue();
  }

  @Test
  void an_image_named_by_a_tag_may_be_either_and_one_of_another_repository_is_another() {
    assertThat(fault(NAMED, "INFO  - Pulling image: " + REPOSITORY.tagged("live"), EXITED)).isPresent();
    assertThat(log("Pulling image: " + WANTED, "Pulling image: mcr.microsoft.com/appsvc/middleware:stage5",
        "Site started.").started()).isFalse();
  }

  @Test
  void in_a_log_of_the_older_generation_a_line_without_a_level_is_the_app_s() {
    assertThat(fault(NAMED, "Container has finished running with exit code: 1.")).isEmpty();
    assertThat(fault(NAMED, "Container pull image failed with reason: ImagePullFailure.")).isEmpty();
    assertThat(log(NAMED, "Site started.").started()).isFalse();
    assertThat(fault("INFO  - the app logs so too", "Container has finished running with exit code: 1.")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"230", "231.0055547"})
  void a_start_probe_that_fails_is_read_with_whole_seconds_and_with_fractions(String seconds) {
    assertThat(fault("Pulling image: " + WANTED, "Site startup probe failed after " + seconds + " seconds."))
        .isPresent();
  }

  @Test
  void a_start_probe_that_succeeds_is_read_with_fractions_too() {
    assertThat(log("Pulling image: " + WANTED, "Site startup probe succeeded after 185.0804041 seconds.").started())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "ERROR - Container start failed for reviews_0_ab12 with System.AggregateException, One or more errors occurred.",
      "Container start failed for reviews_0_ab12: OCI runtime create failed: no such file"})
  void a_container_that_cannot_be_made_to_run_is_the_image_s_fault_and_two_of_them_are_the_last_word(String line) {
    String end = "ERROR - Container reviews_0_ab12 for site reviews has exited, failing site start";
    String named = line.startsWith("ERROR") ? NAMED : "Pulling image: " + WANTED;
    Fault once = line.startsWith("ERROR") ? fault(named, line, end).orElseThrow() : fault(named, line).orElseThrow();
    assertThat(once.blame()).isEqualTo(Blame.IMAGE);
    assertThat(once.last()).as("one try").isFalse();
    assertThat(fault(named, line, line.replace("ab12", "cd34")).orElseThrow().last()).as("two tries").isTrue();
  }

  @Test
  void a_start_probe_that_fails_after_the_pull_failed_says_nothing_of_the_image() {
    Fault fault = fault("Pulling image: " + WANTED, "Container pull image failed with reason: ImagePullFailure.",
        "Site startup probe failed after 230 seconds.", "Failed to start site. Revert by stopping site.").orElseThrow();
    assertThat(fault.blame()).isEqualTo(Blame.ENVIRONMENT);
    assertThat(fault.last()).isTrue();
  }

  @Test
  void a_pull_that_failed_at_first_does_not_excuse_a_crash_of_the_next_try() {
    Fault fault = fault("Pulling image: " + WANTED, "Container pull image failed with reason: ImagePullFailure.",
        "Pulling image: " + WANTED, "Container has finished running with exit code: 1.").orElseThrow();
    assertThat(fault.blame()).isEqualTo(Blame.IMAGE);
  }

  @Test
  void the_last_error_of_a_state_counts_only_where_the_platform_cancels_the_start() {
    String error = ", LastError: ImagePullUnauthorizedFailure, LastErrorTimestamp: x";
    assertThat(fault("State: Starting, Action: PullingImage" + error)).as("of the try before").isEmpty();
    assertThat(fault("State: Stopping, Action: StoppingSite" + error)).isEmpty();
    Fault fault = fault("State: Stopping, Action: CancellingStartup" + error,
        "State: Stopping, Action: CancellingStartup" + error).orElseThrow();
    assertThat(fault.blame()).isEqualTo(Blame.ENVIRONMENT);
    assertThat(fault.last()).as("one try, in two lines").isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Site: reviews will be blocked for 2 minutes till 06:05",
      "Start site prohibitted because the site is being blocked."})
  void a_site_that_is_blocked_after_a_failure_is_the_last_word(String line) {
    assertThat(fault("Container has finished running with exit code: 1.", line).orElseThrow().last()).isTrue();
    assertThat(fault(line)).isEmpty();
  }

  @Test
  void lines_of_the_scm_site_are_not_the_app_s() {
    assertThat(fault("ERROR - Container reviews_0_ab12_kudu for site reviews has exited, failing site start"))
        .isEmpty();
  }
}
