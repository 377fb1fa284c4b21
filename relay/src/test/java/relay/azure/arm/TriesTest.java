package relay.azure.arm;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.app.WebAppException;

class TriesTest {
  private static final SiteId SITE = new SiteId("s", "rg-reviews-prod", "app-reviews-prod");
  private static final AzureSettings SETTINGS = new AzureSettings(AzureSettings.Credential.MANAGED_IDENTITY,
      Optional.empty(), Optional.empty(), URI.create("https://localhost/"), URI.create("https://localhost/"),
      Optional.empty(), Duration.ofSeconds(10), 4, Duration.ofSeconds(60), Duration.ofSeconds(1));

  @ParameterizedTest
  @CsvSource({"401, false, false, FORBIDDEN", "403, false, false, FORBIDDEN", "404, false, false, NOT_FOUND",
      "400, false, false, UNEXPECTED", "409, true, false, UNAVAILABLE", "429, true, false, UNAVAILABLE",
      "408, true, true, UNAVAILABLE", "500, true, true, UNAVAILABLE", "503, true, true, UNAVAILABLE",
      "501, false, false, UNEXPECTED", "202, false, true, UNEXPECTED", "302, false, false, UNEXPECTED"})
  void a_status_tells_whether_asking_again_helps_and_whether_it_may_have_happened(int status, boolean passing,
      boolean inDoubt, WebAppException.Kind kind) {
    Failure failure = answered(status, "{}", null);
    assertThat(failure.passing()).isEqualTo(passing);
    assertThat(failure.inDoubt()).isEqualTo(inDoubt);
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.status()).isEqualTo(status);
  }

  @Test
  void a_lock_is_no_passing_conflict() {
    assertThat(answered(409, "{\"error\":{\"code\":\"ScopeLocked\"}}", null).passing()).isFalse();
    assertThat(answered(409, "{\"Code\":\"Conflict\"}", null).passing()).isTrue();
  }

  @Test
  void a_disabled_subscription_is_said_so_and_not_waited_for() {
    Failure failure = answered(409,
        "{\"error\":{\"code\":\"ReadOnlyDisabledSubscription\",\"message\":\"The subscription "
            + "is disabled and therefore marked as read only.\"}}",
        null);
    assertThat(failure.passing()).isFalse();
    assertThat(failure.sentence()).contains("the subscription is disabled");
  }

  @Test
  void a_refusal_names_the_action_and_the_app_but_not_the_body() throws Exception {
    assertThat(answered(403, ErrorBodyTest.fixture("arm-error-403.json"), null).sentence())
        .isEqualTo("the relay cannot set the image: the identity lacks the action Microsoft.Web/sites/config/write on "
            + SITE.resourceId() + " (403 AuthorizationFailed)");
  }

  @Test
  void pauses_grow_with_the_tries_and_end() {
    Failure failure = answered(503, "", null);
    assertThat(Tries.pause(failure, 1, Duration.ZERO, SETTINGS, 1)).contains(Duration.ofSeconds(1));
    assertThat(Tries.pause(failure, 1, Duration.ZERO, SETTINGS, 0)).contains(Duration.ofMillis(500));
    assertThat(Tries.pause(failure, 3, Duration.ZERO, SETTINGS, 1)).contains(Duration.ofSeconds(4));
    assertThat(Tries.pause(failure, 4, Duration.ZERO, SETTINGS, 1)).isEmpty();
    assertThat(Tries.pause(failure, 1, Duration.ofSeconds(60), SETTINGS, 1)).isEmpty();
    assertThat(Tries.growing(Duration.ofSeconds(1), 1000)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void azures_own_wait_is_kept_unless_there_is_no_time_for_it() {
    assertThat(Tries.pause(answered(429, "", "7"), 1, Duration.ZERO, SETTINGS, 0)).contains(Duration.ofSeconds(7));
    assertThat(Tries.pause(answered(429, "", "0"), 1, Duration.ZERO, SETTINGS, 1)).contains(Duration.ofSeconds(1));
    assertThat(Tries.pause(answered(429, "", "61"), 1, Duration.ZERO, SETTINGS, 0)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "' 7 ', 7", "999999, 3600", "-1,", "soon,", "1.5,", "'Wed, 21 Oct 2026 07:28:00 GMT',",
      "99999999999999999999,", ","})
  void a_wait_is_read_in_whole_seconds_or_not_at_all(@Nullable String header, @Nullable Long seconds) {
    assertThat(Failure.seconds(header)).isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
  }

  private static Failure answered(int status, String body, @Nullable String retryAfter) {
    return Failure.answered(ArmOperation.PATCH_CONFIG, SITE, status, ErrorBody.parse(body),
        Failure.seconds(retryAfter));
  }
}
