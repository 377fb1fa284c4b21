package relay.intake.acr;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.intake.acr.ServedAcrReceiver.KNOWN;
import static relay.intake.acr.ServedAcrReceiver.NOW;
import static relay.intake.acr.ServedAcrReceiver.PATH;
import static relay.intake.acr.ServedAcrReceiver.SECRET;
import static relay.intake.acr.ServedAcrReceiver.assertProblem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.http.Logged;
import relay.intake.Fixtures;
import relay.intake.Inbox;
import relay.intake.SkippedEvents;

class AcrReceiverTest {
  private ServedAcrReceiver served;

  @BeforeEach
  void open() throws Exception {
    served = new ServedAcrReceiver();
  }

  @AfterEach
  void close() throws Exception {
    served.close();
  }

  @ParameterizedTest
  @CsvSource({"acr-push-index-tagged,1.8.0", "acr-push-index-tagged-second-region,1.8.0",
      "acr-push-single-arch-docker,1.7.2", "acr-push-unknown-members,1.8.0"})
  void a_tagged_push_is_recorded_with_what_is_to_be_done(String name, String tag) throws Exception {
    String body = Fixtures.text(name);
    var answer = served.calls.post(PATH, body, KNOWN);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/deliveries/1");
    assertThat(served.inbox.all()).singleElement().satisfies(delivery -> {
      assertThat(delivery.receiver()).isEqualTo("acr");
      assertThat(delivery.received()).isEqualTo(NOW);
      assertThat(delivery.body()).isEqualTo(body);
      assertThat(delivery.pushes()).singleElement()
          .satisfies(push -> assertThat(push.image()).hasToString("crreviewsprod.azurecr.io/reviews/web:" + tag));
    });
    assertThat(served.counted("main", "accepted")).isEqualTo(1);
    assertThat(served.meters.scrape())
        .contains("relay_last_delivery_timestamp_seconds{receiver=\"acr\",registry=\"main\"} "
            + (double) NOW.getEpochSecond());
  }

  @ParameterizedTest
  @CsvSource({"acr-push-child-untagged,push,untagged", "acr-push-cosign-signature,push,companion",
      "acr-delete,delete,deletion", "acr-quarantine,quarantine,quarantine", "acr-chart-push,chart_push,chart",
      "acr-chart-delete,chart_delete,chart"})
  void what_is_not_deployed_is_recorded_with_the_reason(String name, String action, String code)
      throws Exception {
    var answer = served.calls.post(PATH, Fixtures.text(name), KNOWN);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/deliveries/1");
    assertThat(served.inbox.all()).singleElement().satisfies(delivery -> {
      assertThat(delivery.action()).isEqualTo(action);
      assertThat(delivery.pushes()).isEmpty();
      assertThat(delivery.skipped()).extracting(SkippedEvents::code).containsExactly(code);
    });
    assertThat(served.counted("main", "ignored")).isEqualTo(1);
  }

  @Test
  void a_ping_is_answered_with_200_after_the_check() throws Exception {
    assertThat(served.calls.post(PATH, Fixtures.text("acr-ping"), KNOWN).statusCode()).isEqualTo(200);
    assertProblem(served.calls.post(PATH, Fixtures.text("acr-ping")), 401, "unknown-sender");

    assertThat(served.inbox.all()).singleElement()
        .satisfies(delivery -> assertThat(delivery.action()).isEqualTo("ping"));
    assertThat(served.counted("main", "ping")).isEqualTo(1);
  }

  @Test
  void the_listener_is_notified_of_each_delivery_after_its_commit() throws Exception {
    served.calls.post(PATH, Fixtures.text("acr-ping"), KNOWN);
    served.calls.post(PATH, Fixtures.text("acr-push-index-tagged"), KNOWN);
    served.calls.post(PATH, Fixtures.text("acr-delete"), KNOWN);
    served.calls.post(PATH, Fixtures.text("acr-push-index-tagged")); // without the secret

    assertThat(served.notified.keySet()).containsExactly(1L, 2L, 3L);
    assertThat(served.notified.values()).extracting(delivery -> delivery.pushes().size()).containsExactly(0, 1, 0);
    assertThat(served.notified.values()).extracting(delivery -> delivery.deletions().size()).containsExactly(0, 0, 1);
  }

  @Test
  void every_kind_of_secret_is_accepted_and_so_is_the_previous_one() throws Exception {
    String ping = Fixtures.text("acr-ping");
    String basic = Base64.getEncoder().encodeToString(("relay:" + SECRET).getBytes(StandardCharsets.UTF_8));

    assertThat(served.calls.post(PATH, ping, "Authorization", "Bearer the-one-before").statusCode()).isEqualTo(200);
    assertThat(served.calls.post(PATH, ping, "Authorization", "Basic " + basic).statusCode()).isEqualTo(200);
    assertThat(served.calls.post(PATH, ping, "X-Hook", SECRET).statusCode()).isEqualTo(200);
  }

  @Test
  void another_host_or_an_invalid_digest_is_202_and_recorded_with_its_reason() throws Exception {
    String good = Fixtures.text("acr-push-index-tagged");

    assertThat(served.calls.post(PATH, good.replace("crreviewsprod.azurecr.io", "evil.azurecr.io"), KNOWN).statusCode())
        .isEqualTo(202);
    assertThat(served.calls.post(PATH, good.replace("sha256:31e4", "sha256:zzzz"), KNOWN).statusCode()).isEqualTo(202);

    assertThat(served.inbox.all()).hasSize(2).allSatisfy(delivery -> {
      assertThat(delivery.pushes()).isEmpty();
      assertThat(delivery.skipped()).hasSize(1);
    });
  }

  @Test
  void a_full_journal_is_503_with_a_short_retry_after() throws Exception {
    served.inbox.failWith(new Inbox.FullException());
    var answer = served.calls.post(PATH, Fixtures.text("acr-push-index-tagged"), KNOWN);

    assertProblem(answer, 503, "busy");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
    assertThat(served.counted("main", "unavailable")).isEqualTo(1);
  }

  @Test
  void an_unwritable_journal_is_503_and_says_why_in_the_log_only() throws Exception {
    served.inbox.failWith(new Inbox.UnwritableException(new IOException("No space left on device")));
    try (var logged = new Logged()) {
      var answer = served.calls.post(PATH, Fixtures.text("acr-push-index-tagged"), KNOWN);

      assertProblem(answer, 503, "busy");
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("30");
      assertThat(answer.body()).doesNotContain("space");
      assertThat(logged.text()).contains("No space left on device");
    }
  }

  @Test
  void no_secret_reaches_the_log() throws Exception {
    try (var logged = new Logged()) {
      served.calls.post(PATH + "?secret=" + SECRET, Fixtures.text("acr-push-index-tagged"), KNOWN);
      served.calls.post(PATH, SECRET, KNOWN);
      served.calls.post(PATH, "{}", "Authorization", "Bearer nearly-" + SECRET);
      served.calls.post("/hooks/acr/" + "other?code=" + SECRET, "{}", KNOWN);
      served.inbox.failWith(new IllegalStateException("broken"));
      served.calls.post(PATH + "?secret=" + SECRET, Fixtures.text("acr-ping"), KNOWN);

      var ours = logged.events().stream().filter(event -> event.getLoggerName().startsWith("relay."));
      assertThat(ours).hasSize(1); // the broken journal, so that this test listens to something
      assertThat(logged.events().stream().filter(event -> !event.getLoggerName().startsWith("jdk."))
          .map(event -> event.getFormattedMessage())).noneMatch(line -> line.contains(SECRET));
    }
  }
}
