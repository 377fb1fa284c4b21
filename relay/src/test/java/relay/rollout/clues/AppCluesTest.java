package relay.rollout.clues;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import relay.app.AppSettings.VaultGate;
import relay.app.ConfiguredImage;
import relay.app.SiteStatus;
import relay.app.SiteStatus.Instance;
import relay.app.SiteStatus.State;
import relay.app.WebApp.VaultReference;
import relay.app.WebAppException;
import relay.health.Blame;
import relay.health.Clues.Findings;
import relay.health.Unhealthy;
import relay.image.Digest;
import relay.image.PinnedImage;
import relay.image.Repository;

class AppCluesTest {
  private static final Instant WRITE = Instant.parse("2026-11-26T06:00:00Z");
  private static final PinnedImage WANTED = new Repository("shop.azurecr.io", "reviews")
      .at(Digest.of("wanted".getBytes(StandardCharsets.UTF_8)));
  private static final String NAMED = "2026-11-26T06:00:01.000Z INFO  - Pulling image: " + WANTED;
  private static final String READY = "2026-11-26T06:00:09.000Z INFO  - Container reviews_0_ab12 for site reviews initialized successfully and is ready to serve requests.";
  private static final String EXITED = "2026-11-26T06:00:09.000Z ERROR - Container reviews_0_ab12 for site reviews has exited, failing site start";
  private final WebAppException silent = new WebAppException(WebAppException.Kind.UNAVAILABLE, "no answer");
  private final WebAppException forbidden = new WebAppException(WebAppException.Kind.FORBIDDEN, "no right");

  private final KnownApp app = new KnownApp();

  private AppClues clues(VaultGate gate, String... resolved) {
    return new AppClues(app, ConfiguredImage.of(WANTED), Set.of(resolved), WRITE, gate);
  }

  private AppClues clues() {
    return clues(VaultGate.NO_WORSE);
  }

  /** That have had their first look, at containers that were started. */
  private AppClues cluesOfStarted() throws InterruptedException {
    app.status = Optional.of(status(State.STARTED));
    AppClues clues = clues();
    clues.look();
    return clues;
  }

  private static SiteStatus status(State... states) {
    return new SiteStatus(IntStream.range(0, states.length)
        .mapToObj(i -> new Instance("i" + i, states[i], "", Optional.empty(), Optional.empty(), "")).toList());
  }

  private static SiteStatus failed(State state, String error, Instant at) {
    return new SiteStatus(
        List.of(new Instance("i0", state, "", Optional.of(error), Optional.of(at), "as the platform words it")));
  }

  @Test
  void nothing_is_found_where_nothing_happened() throws Exception {
    assertThat(clues().look()).isEqualTo(Findings.NONE);
    assertThat(app.logSince).as("earlier lines show what the later ones are about")
        .contains(WRITE.minus(Duration.ofMinutes(10)));
  }

  @Test
  void instances_are_counted_at_each_look_and_a_count_that_cannot_be_read_stays() throws Exception {
    AppClues clues = clues();
    app.instances = 3;
    assertThat(clues.look().instances()).isEqualTo(3);
    app.instancesFail = Optional.of(silent);
    assertThat(clues.look().instances()).isEqualTo(3);
    app.instancesFail = Optional.empty();
    app.instances = 1;
    assertThat(clues.look().instances()).isEqualTo(1);
  }

  @Test
  void a_stopped_app_is_the_surroundings_fault_at_once() throws Exception {
    app.running = false;
    app.log = List.of(NAMED, EXITED);
    assertThat(clues().look().fault()).hasValueSatisfying(fault -> {
      assertThat(fault.blame()).isEqualTo(Blame.ENVIRONMENT);
      assertThat(fault.why()).isEqualTo(new Unhealthy.AppStopped());
      assertThat(fault.last()).isTrue();
    });
  }

  @Test
  void an_azure_that_does_not_answer_is_asked_one_question_only() throws Exception {
    app.lookFails = Optional.of(silent);
    Findings found = clues(VaultGate.NO_WORSE, "SECRET_KEY").look();
    assertThat(app.calls).containsExactly("look");
    assertThat(found.fault()).isEmpty();
    assertThat(found.waitingFor()).contains(new Unhealthy.VaultUnreadable("azure-unavailable"));
  }

  @Test
  void an_answer_that_is_refused_leaves_the_other_sources() throws Exception {
    app.lookFails = Optional.of(forbidden);
    app.log = List.of(NAMED, EXITED);
    assertThat(clues().look().fault()).isPresent();
    app.logFails = Optional.of(forbidden);
    app.statusFails = Optional.of(forbidden);
    assertThat(clues().look()).isEqualTo(Findings.NONE);
  }

  @Test
  void the_last_twenty_lines_are_kept() throws Exception {
    app.log = IntStream.rangeClosed(1, 50).mapToObj(i -> "line " + i).toList();
    assertThat(clues().look().lastLines()).hasSize(20).startsWith("line 31").endsWith("line 50");
  }

  @Test
  void a_start_that_was_logged_stays_known_when_its_lines_leave_the_log() throws Exception {
    AppClues clues = clues();
    app.log = List.of(NAMED, READY);
    assertThat(clues.look().startLogged()).isTrue();
    app.log = List.of("2026-11-26T06:09:00.000Z GET / 200");
    assertThat(clues.look().startLogged()).isTrue();
    app.log = List.of(EXITED);
    assertThat(clues.look().startLogged()).isFalse();
    app.log = List.of();
    assertThat(clues.look().startLogged()).as("until it is logged anew").isFalse();
  }

  @Test
  void instances_that_fail_once_each_are_not_the_platform_s_second_try() throws Exception {
    app.instances = 2;
    app.log = List.of(NAMED, EXITED, EXITED);
    assertThat(clues().look().fault().orElseThrow().last()).isFalse();
    app.log = List.of(NAMED, EXITED, EXITED, EXITED);
    assertThat(clues().look().fault().orElseThrow().last()).isTrue();
  }

  @Test
  void a_rollback_target_that_is_no_pinned_image_has_no_log_of_its_own() throws Exception {
    app.log = List.of(EXITED, EXITED);
    var foreign = new ConfiguredImage("DOCKER|mcr.microsoft.com/appsvc/staticsite:latest");
    var clues = new AppClues(app, foreign, Set.of(), WRITE, VaultGate.OFF);
    assertThat(clues.look().fault()).isEmpty();
  }

  @Test
  void a_start_is_reported_once_every_instance_is_started_after_one_was_seen_to_change() throws Exception {
    AppClues clues = clues();
    app.status = Optional.of(status(State.STARTED, State.STARTED));
    assertThat(clues.look().startReported()).as("these may be the containers from before").isFalse();
    app.status = Optional.of(status(State.STARTED, State.UPDATING));
    assertThat(clues.look().startReported()).isFalse();
    app.status = Optional.of(status(State.STARTED, State.STARTED));
    assertThat(clues.look().startReported()).isTrue();
  }

  @Test
  void a_status_that_is_no_longer_given_reports_no_start() throws Exception {
    AppClues clues = clues();
    app.status = Optional.of(status(State.STARTING));
    clues.look();
    app.status = Optional.of(status(State.STARTED));
    assertThat(clues.look().startReported()).isTrue();
    app.status = Optional.empty();
    assertThat(clues.look().startReported()).isFalse();
  }

  @Test
  void a_pull_error_newer_than_the_write_is_the_surroundings_fault() throws Exception {
    AppClues clues = cluesOfStarted();
    app.status = Optional.of(failed(State.STOPPED, "ImagePullUnauthorizedFailure", WRITE.plusSeconds(9)));
    assertThat(clues.look().fault()).hasValueSatisfying(fault -> {
      assertThat(fault.blame()).isEqualTo(Blame.ENVIRONMENT);
      assertThat(fault.why())
          .isEqualTo(new Unhealthy.PullFailed("ImagePullUnauthorizedFailure: as the platform words it"));
      assertThat(fault.last()).isTrue();
    });
  }

  @Test
  void a_container_error_newer_than_the_write_is_the_images_fault() throws Exception {
    AppClues clues = cluesOfStarted();
    app.status = Optional.of(failed(State.STARTING, "ContainerTimeout", WRITE.plusSeconds(9)));
    assertThat(clues.look().fault()).hasValueSatisfying(fault -> {
      assertThat(fault.blame()).isEqualTo(Blame.IMAGE);
      assertThat(fault.last()).as("it is starting again").isFalse();
    });
  }

  @Test
  void an_error_from_before_the_write_or_of_an_instance_that_is_started_says_nothing() throws Exception {
    app.status = Optional.of(failed(State.STARTING, "ContainerTimeout", WRITE));
    assertThat(clues().look().fault()).isEmpty();
    app.status = Optional.of(failed(State.STARTED, "ContainerTimeout", WRITE.plusSeconds(9)));
    assertThat(clues().look().fault()).isEmpty();
  }

  @Test
  void a_site_that_is_blocked_since_the_write_is_the_platform_s_last_word() throws Exception {
    AppClues clues = cluesOfStarted();
    app.status = Optional.of(failed(State.BLOCKED, "ContainerTimeout", WRITE.plusSeconds(9)));
    assertThat(clues.look().fault()).hasValueSatisfying(fault -> {
      assertThat(fault.why()).isEqualTo(new Unhealthy.Blocked("as the platform words it"));
      assertThat(fault.blame()).isEqualTo(Blame.IMAGE);
      assertThat(fault.last()).isTrue();
    });
  }

  @Test
  void an_error_that_the_first_look_shows_may_be_the_old_image_s_by_a_clock_that_is_ahead() throws Exception {
    app.status = Optional.of(failed(State.STOPPED, "ContainerTimeout", WRITE.plusSeconds(1)));
    AppClues clues = clues();
    assertThat(clues.look().fault()).isEmpty();
    assertThat(clues.look().fault()).isEmpty();
    app.status = Optional.of(failed(State.STOPPED, "ContainerTimeout", WRITE.plusSeconds(60)));
    assertThat(clues.look().fault().orElseThrow().blame()).isEqualTo(Blame.IMAGE);
  }

  @Test
  void a_site_that_becomes_blocked_without_an_error_blames_nobody() throws Exception {
    AppClues clues = cluesOfStarted();
    app.status = Optional.of(status(State.BLOCKED));
    assertThat(clues.look().fault().orElseThrow().blame()).isEqualTo(Blame.UNKNOWN);
  }

  @Test
  void a_site_that_is_blocked_since_before_the_write_may_still_start_and_is_not_the_images_fault() throws Exception {
    app.status = Optional.of(failed(State.BLOCKED, "ContainerTimeout", WRITE.minus(Duration.ofMinutes(1))));
    assertThat(clues().look().fault()).hasValueSatisfying(fault -> {
      assertThat(fault.blame()).isEqualTo(Blame.ENVIRONMENT);
      assertThat(fault.last()).isFalse();
    });
    app.status = Optional.of(failed(State.BLOCKED, "ContainerTimeout", WRITE.plusSeconds(1)));
    assertThat(clues().look().fault().orElseThrow().blame()).as("by a clock that is ahead")
        .isEqualTo(Blame.ENVIRONMENT);
  }

  @Test
  void the_gate_no_worse_waits_for_what_was_resolved_before_and_for_nothing_else() throws Exception {
    app.references = List.of(new VaultReference("NEW", false, "SecretNotFound"),
        new VaultReference("SECRET_KEY", false, "AccessToKeyVaultDenied"));
    assertThat(clues(VaultGate.NO_WORSE, "SECRET_KEY").look().waitingFor())
        .contains(new Unhealthy.VaultReference("SECRET_KEY", "AccessToKeyVaultDenied"));
    assertThat(clues(VaultGate.NO_WORSE, "OTHER").look().waitingFor()).isEmpty();
    assertThat(clues(VaultGate.ALL).look().waitingFor())
        .contains(new Unhealthy.VaultReference("NEW", "SecretNotFound"));
    assertThat(clues(VaultGate.OFF, "SECRET_KEY").look().waitingFor()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = VaultGate.class, names = {"NO_WORSE", "OFF"})
  void an_app_that_had_nothing_resolved_has_nothing_to_lose_though_the_list_cannot_be_read(VaultGate gate)
      throws Exception {
    app.vaultFails = Optional.of(silent);
    assertThat(clues(gate).look().waitingFor()).isEmpty();
    app.lookFails = Optional.of(silent);
    assertThat(clues(gate).look().waitingFor()).isEmpty();
  }

  @Test
  void a_list_that_cannot_be_read_is_waited_for_where_something_was_resolved() throws Exception {
    app.vaultFails = Optional.of(forbidden);
    assertThat(clues(VaultGate.NO_WORSE, "SECRET_KEY").look().waitingFor())
        .contains(new Unhealthy.VaultUnreadable("app-forbidden"));
  }

  @Test
  void the_names_of_resolved_references_are_what_an_app_has_to_lose() {
    assertThat(AppClues.resolved(List.of(new VaultReference("A", true, "Resolved"),
        new VaultReference("B", false, "SecretNotFound")))).containsExactly("A");
  }
}
