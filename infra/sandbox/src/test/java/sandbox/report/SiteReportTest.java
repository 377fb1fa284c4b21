package sandbox.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The container log in each wording, against lines of real logs. */
class SiteReportTest {
  private static final String IMAGE = "shop.example/reviews@sha256:1f1f";
  private static final List<Integer> ALL = List.of(0);
  private static final Event EXITED = new Event.ExitedAtStart(0, "app_0_9f", 3, 8080, Duration.ofSeconds(4));
  private static final String OLD_TIME = "2026-11-26T06:00:00Z ";
  private static final String NEW_TIME = "2026-11-26T06:00:00.0000000Z ";

  private Style style = Style.usual();
  private final SiteReport report = new SiteReport("app", () -> style,
      InstantSource.fixed(Instant.parse("2026-11-26T06:00:00Z")));

  @Test
  void the_old_wording_names_levels_and_failing_site_start() {
    failsToStart();
    assertThat(lines()).containsExactly(OLD_TIME + "INFO  - Pulling image: " + IMAGE,
        OLD_TIME + "ERROR - Container app_0_9f for site app has exited, failing site start",
        OLD_TIME + "INFO  - Stopping site app because it failed during startup.");
  }

  @Test
  void one_failed_start_can_be_two_lines_of_the_old_wording() {
    style = style.twiceFailed(true);
    failsToStart();
    assertThat(lines()).filteredOn(line -> line.contains("failing site start")).containsExactly(
        OLD_TIME + "ERROR - Container app_0_9f for site app has exited, failing site start",
        OLD_TIME + "ERROR - Container app_0_9f didn't respond to HTTP pings on port: 8080, failing site start. "
            + "See container logs for debugging.");
  }

  @Test
  void a_bad_entry_point_is_an_aggregate_exception_of_the_old_wording() {
    report.happened(new Event.NotCreated(0, "app_0_9f", "exec: \"/nosuch\": no such file"));
    assertThat(lines()).singleElement().asString().startsWith(OLD_TIME
        + "ERROR - Container start failed for app_0_9f with System.AggregateException, One or more errors occurred.")
        .contains("OCI runtime create failed", "/nosuch");
  }

  @Test
  void the_new_wording_is_bare_sentences() {
    style = style.wording(Wording.NEW);
    failsToStart();
    assertThat(lines()).containsExactly(NEW_TIME + "Pulling image: " + IMAGE + ".",
        NEW_TIME + "Site startup probe failed after 4 seconds.",
        NEW_TIME + "Failed to start site. Revert by stopping site.");
  }

  @Test
  void the_new_wording_names_the_code_of_a_failed_pull() {
    style = style.wording(Wording.NEW);
    report.happened(new Event.Pulling(ALL, IMAGE, true));
    report.happened(new Event.PullFailed(ALL, false, "manifest unknown"));
    report.happened(new Event.GaveUp(ALL));
    assertThat(lines()).containsExactly(NEW_TIME + "Pulling image: " + IMAGE + ".",
        NEW_TIME + "Container pull image failed with reason: ImagePullFailure.",
        NEW_TIME + "Failed to start site. Revert by stopping site.");
  }

  @Test
  void lines_of_state_keep_the_last_error_after_a_good_start() {
    style = style.wording(Wording.NEW_WITH_STATES);
    failsToStart();
    assertThat(lines()).contains(NEW_TIME + "Container has finished running with exit code: 3.",
        NEW_TIME + "Site container: app_0_9f terminated during site startup.");
    report.happened(new Event.Ready(0, "app_0_aa", Duration.ofNanos(185_080_404_100L)));
    report.happened(new Event.Started(ALL));
    assertThat(lines()).contains(NEW_TIME + "Site startup probe succeeded after 185.0804041 seconds.",
        NEW_TIME + "Site started.");
    assertThat(lines().getLast()).isEqualTo(NEW_TIME + "State: Started, Action: None, LastError: ContainerTimeout, "
        + "LastErrorTimestamp: 11/26/2026 06:00:00, LastErrorDetails: Container did not start within expected time "
        + "limit., Details: Site started at 11/26/2026 06:00:00 (UTC), DetailsLevel: INFO");
  }

  @Test
  void a_good_start_has_no_last_error_and_the_first_year_for_its_time() {
    style = style.wording(Wording.NEW_WITH_STATES);
    report.happened(new Event.Pulling(ALL, IMAGE, false));
    assertThat(lines().getLast()).isEqualTo(NEW_TIME + "State: Starting, Action: PullingImage, LastError: , "
        + "LastErrorTimestamp: 01/01/0001 00:00:00, LastErrorDetails: , Details: Pulling image " + IMAGE
        + " for app., DetailsLevel: INFO");
  }

  @ParameterizedTest
  @CsvSource({"SET_APART, '2026-11-26T06:00:00Z  '", "MIXED, '2026-11-26T06:00:00Z '", "BARE, ''"})
  void what_the_app_prints_stands_among_the_lines_of_the_platform(AppOutput output, String before) {
    style = style.output(output);
    report.output("ERROR - Container app_0_9f for site app has exited, failing site start");
    assertThat(lines())
        .containsExactly(before + "ERROR - Container app_0_9f for site app has exited, failing site start");
  }

  @Test
  void mixed_output_cannot_be_told_from_a_line_of_the_new_wording() {
    style = style.wording(Wording.NEW).output(AppOutput.MIXED);
    report.output("Site startup probe failed after 4 seconds.");
    report.happened(EXITED);
    assertThat(lines()).hasSize(2).containsOnly(NEW_TIME + "Site startup probe failed after 4 seconds.");
    style = style.output(AppOutput.ELSEWHERE);
    report.output("not here");
    assertThat(lines()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Wording.class)
  void a_block_names_its_length_and_its_end(Wording wording) {
    style = style.wording(wording);
    report.happened(new Event.Blocked(ALL, Duration.ofMinutes(2), Instant.parse("2026-11-26T06:02:00Z")));
    report.happened(new Event.Prohibited());
    report.happened(new Event.Unblocked(ALL));
    assertThat(report.log().orElseThrow()).contains(
        "Site: app will be blocked for 2 minutes till 11/26/2026 06:02:00\n",
        "Start site prohibited because the site is being blocked.\n", "Site: app is unblocked.\n");
  }

  private void failsToStart() {
    report.happened(new Event.Pulling(ALL, IMAGE, true));
    report.happened(EXITED);
    report.happened(new Event.GaveUp(ALL));
  }

  private List<String> lines() {
    return report.log().orElse("").lines().toList();
  }
}
