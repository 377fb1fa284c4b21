package relay.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerLogTest {
  private static final Instant SINCE = Instant.parse("2026-11-20T09:15:00Z");

  @Test
  void keeps_what_is_young_and_lines_without_a_time_with_the_one_before() {
    assertThat(ContainerLog.tail("""
        of unknown age
        2026-11-20T09:14:59.999Z INFO  - Pulling image
          of the old line
        2026-11-20T09:15:00Z INFO  - Starting container for site
        \tat reviews.Main
        2026-11-20T09:14:00Z late writer
        2026-11-20 09:15:01.123 ERROR - gone
        """, SINCE)).containsExactly("2026-11-20T09:15:00Z INFO  - Starting container for site", "\tat reviews.Main",
        "2026-11-20 09:15:01.123 ERROR - gone");
  }

  @Test
  void nothing_comes_of_nothing() {
    assertThat(ContainerLog.tail("", SINCE)).isEmpty();
    assertThat(ContainerLog.tail("no time stamp at all", SINCE)).isEmpty();
  }

  @Test
  void keeps_the_last_two_hundred_lines() {
    String log = IntStream.range(0, 500).mapToObj(i -> "2026-11-20T09:15:00Z line " + i)
        .collect(Collectors.joining("\n"));
    List<String> tail = ContainerLog.tail(log, SINCE);
    assertThat(tail).hasSize(200).startsWith("2026-11-20T09:15:00Z line 300").endsWith("2026-11-20T09:15:00Z line 499");
  }

  @Test
  void keeps_no_more_than_64_kib_and_cuts_long_lines() {
    String log = IntStream.range(0, 100).mapToObj(i -> "2026-11-20T09:15:00Z " + "ä ".repeat(30_000))
        .collect(Collectors.joining("\n"));
    List<String> tail = ContainerLog.tail(log, SINCE);
    assertThat(tail).isNotEmpty().allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(4096));
    assertThat(String.join("\n", tail).getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(64 * 1024);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-13-20T09:15:00Z x", "2026-11-20T25:15:00Z x", "20-11-2026 x", "2026-11-20T09:15:00Zx"})
  void a_time_that_is_none_is_none(String line) {
    assertThat(ContainerLog.stamp(line)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "Authorization: Bearer abc.def-ghi | Authorization: ***",
      "headers {authorization=Basic dXNlcjpwYXNz} | headers {authorization=***",
      "sent Bearer opaque-made-up-token ok | sent Bearer *** ok",
      "GET https://x.blob.core.windows.net/a?sv=1&sig=aB%2Fc%3D&se=2 | GET https://x.blob.core.windows.net/a?sv=1&sig=***&se=2",
      "DB_PASSWORD=hunter2 started | DB_PASSWORD=*** started",
      "{\"clientSecret\": \"a b c\", \"port\": 80} | {\"clientSecret\": ***, \"port\": 80}",
      "AccountName=st;AccountKey=abc==;EndpointSuffix=x | AccountName=st;AccountKey=***;EndpointSuffix=x",
      "mongodb://app:pa55@db.example:27017/reviews | mongodb://***@db.example:27017/reviews",
      "token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln end | token *** end",
      "key material Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MFFXRVJUWVVJT1A0NTY3ODkw= end | key material *** end"})
  void hides_what_looks_like_a_credential(String line, String shown) {
    assertThat(LogScrub.scrub(line)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "Pulling image: crreviewsprod.azurecr.io/reviews/web@sha256:31e4e819e840cc77cb1994748e349d011252086d16d1f821ec0358d2b9a5f98f",
      "revision 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c started",
      "/subscriptions/0a1b2c3d-1111-4222-8333-444455556666/resourceGroups/rg-reviews-prod/providers/Microsoft.Web/sites/app",
      "Container app-reviews-prod_0_1a2b3c4d for site app-reviews-prod initialized successfully and is ready to serve requests."})
  void leaves_digests_revisions_and_paths(String line) {
    assertThat(LogScrub.scrub(line)).isEqualTo(line);
  }

  @Test
  void takes_out_what_would_steer_a_terminal() {
    assertThat(LogScrub.scrub("\u001b[31mred\u0007\tok\u0000")).isEqualTo("[31mred\tok");
  }

  @Test
  void a_hostile_line_does_not_take_long() {
    String line = "password".repeat(2000) + "Authorization: ".repeat(500) + "a-".repeat(4000);
    long started = System.nanoTime();
    assertThat(LogScrub.scrub(line.substring(0, 16_384))).isNotEmpty();
    assertThat(System.nanoTime() - started).isLessThan(2_000_000_000L);
  }
}
