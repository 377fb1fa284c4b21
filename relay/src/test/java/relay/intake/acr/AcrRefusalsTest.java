package relay.intake.acr;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.intake.acr.ServedAcrReceiver.KNOWN;
import static relay.intake.acr.ServedAcrReceiver.PATH;
import static relay.intake.acr.ServedAcrReceiver.SECRET;
import static relay.intake.acr.ServedAcrReceiver.assertProblem;

import ch.qos.logback.classic.Level;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.http.Logged;
import relay.intake.Fixtures;

/** What is refused before anything is recorded. */
class AcrRefusalsTest {
  private ServedAcrReceiver served;

  @BeforeEach
  void open() throws Exception {
    served = new ServedAcrReceiver();
  }

  @AfterEach
  void close() throws Exception {
    served.close();
  }

  @Test
  void a_wrong_or_missing_secret_is_401_whatever_else_is_wrong() throws Exception {
    assertProblem(served.calls.post(PATH, Fixtures.text("acr-push-index-tagged")), 401, "unknown-sender");
    assertProblem(served.calls.post(PATH, "not json", "Authorization", "Bearer nope"), 401, "unknown-sender");
    assertProblem(served.calls.send("POST", PATH, new byte[100_000], "X-Hook", "nope"), 401, "unknown-sender");
    assertThat(served.calls.post(PATH, "{}").headers().firstValue("WWW-Authenticate")).isPresent();

    assertThat(served.inbox.all()).isEmpty();
    assertThat(served.counted("main", "unauthorized")).isEqualTo(4);
  }

  @Test
  void an_unknown_sender_is_refused_before_its_body_is_read() throws Exception {
    String answer = served.calls.raw("POST " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + "Content-Length: 60000\r\n\r\n", "\r\n");

    assertThat(answer).startsWith("HTTP/1.1 401");
  }

  @Test
  void an_unknown_sender_is_never_asked_for_its_body() throws Exception {
    String head = "POST " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + "Content-Length: 17\r\nExpect: 100-continue\r\n";

    assertThat(served.calls.raw(head + "\r\n", "\r\n")).startsWith("HTTP/1.1 401");
    assertThat(served.calls.raw(head + "Authorization: Bearer " + SECRET + "\r\n\r\n", "\r\n"))
        .startsWith("HTTP/1.1 100");
  }

  @Test
  void a_compressed_body_is_415() throws Exception {
    assertProblem(
        served.calls.post(PATH, Fixtures.text("acr-ping"), "Authorization", "Bearer " + SECRET, "Content-Encoding",
            "gzip"),
        415, "unsupported-encoding");
    assertThat(served.counted("main", "unsupported-type")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\nabc\r\n0\r\n\r\n", "not chunked at all\n\n", "12345678901234567\r\nabc"})
  void broken_chunks_of_a_known_sender_are_counted_and_no_error(String chunks) throws Exception {
    try (var logged = new Logged()) {
      String answer = served.calls.raw("POST " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
          + "Authorization: Bearer " + SECRET + "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks, "never said");

      assertThat(answer).matches(text -> text.isEmpty() || text.startsWith("HTTP/1.1 400"));
      assertThat(logged.events()).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    }
    assertThat(served.counted("main", "malformed")).isEqualTo(1);
    assertThat(served.inbox.all()).isEmpty();
  }

  @Test
  void an_unknown_registry_is_404_and_counted_under_one_label() throws Exception {
    assertProblem(served.calls.post("/hooks/acr/other", Fixtures.text("acr-ping"), KNOWN), 404, "not-found");
    assertProblem(served.calls.post("/hooks/acr/ma%2Fin", Fixtures.text("acr-ping"), KNOWN), 404, "not-found");

    assertThat(served.counted("unknown", "unknown-registry")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS", "PATCH"})
  void another_verb_is_405(String method) throws Exception {
    var answer = served.calls.send(method, PATH, null, KNOWN);

    assertProblem(answer, 405, "not-allowed");
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "application/json-patch+json",
      "application/x-www-form-urlencoded"})
  void another_content_type_is_415(String type) throws Exception {
    assertProblem(
        served.calls.send("POST", PATH, "{}".getBytes(StandardCharsets.UTF_8), "Authorization", "Bearer " + SECRET,
            "Content-Type", type),
        415, "unsupported-type");
    assertThat(served.counted("main", "unsupported-type")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\""})
  void json_with_a_charset_is_json(String type) throws Exception {
    assertThat(
        served.calls.send("POST", PATH, Fixtures.text("acr-ping").getBytes(StandardCharsets.UTF_8), "Authorization",
            "Bearer " + SECRET, "Content-Type", type).statusCode())
        .isEqualTo(200);
  }

  @Test
  void more_than_64_KiB_is_413_and_exactly_64_is_not() throws Exception {
    String event = "{\"action\":\"ping\"}";

    assertProblem(served.calls.post(PATH, event + " ".repeat(64 * 1024), KNOWN), 413, "too-large");
    assertThat(served.calls.post(PATH, event + " ".repeat(64 * 1024 - event.length()), KNOWN).statusCode())
        .isEqualTo(200);
    assertThat(served.counted("main", "too-large")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hook-s3cret-2026", "{\"action\":5}", "[]",
      "{\"action\":\"push\",\"target\":\"hook-s3cret-2026\"}"})
  void what_cannot_be_read_is_400_and_not_echoed(String body) throws Exception {
    var answer = served.calls.post(PATH, body, KNOWN);

    assertProblem(answer, 400, "malformed");
    assertThat(answer.body()).doesNotContain(SECRET);
    assertThat(served.inbox.all()).isEmpty();
    assertThat(served.counted("main", "malformed")).isEqualTo(1);
  }
}
