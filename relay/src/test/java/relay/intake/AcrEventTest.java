package relay.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.image.Digest;

class AcrEventTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-20T10:00:00Z");
  private static final String HEX = "31e4e819e840cc77cb1994748e349d011252086d16d1f821ec0358d2b9a5f98f";
  private static final Origin ORIGIN = new Origin("main", "Shop.azurecr.io");

  private static Delivery parse(String json) {
    return AcrEvent.delivery(json.getBytes(StandardCharsets.UTF_8), ORIGIN, RECEIVED);
  }

  private static String push(String members) {
    return "{\"id\":\"1\",\"action\":\"push\"," + members + "}";
  }

  private static String target(String tag, String digest) {
    return push("\"target\":{\"repository\":\"web\",\"tag\":\"" + tag + "\",\"digest\":\"" + digest + "\"}");
  }

  private static String detailOf(ProblemException refusal) {
    return ((Problem.Malformed) refusal.problem()).detail();
  }

  @Test
  void a_push_names_registry_repository_tag_and_digest() {
    var delivery = parse(
        push("\"timestamp\":\"2026-11-20T09:14:31.482913552Z\",\"target\":{\"repository\":\"team/web\","
            + "\"tag\":\"1.8.0\",\"digest\":\"sha256:" + HEX + "\"},\"request\":{\"host\":\"SHOP.azurecr.io\"}"));

    assertThat(delivery.pushes()).singleElement().satisfies(push -> {
      assertThat(push.registry()).isEqualTo("main");
      assertThat(push.image()).hasToString("shop.azurecr.io/team/web:1.8.0");
      assertThat(push.digest()).contains(new Digest("sha256:" + HEX));
      assertThat(push.at()).isEqualTo(Instant.parse("2026-11-20T09:14:31.482913552Z"));
    });
    assertThat(delivery.event()).hasValue("1");
    assertThat(delivery.ignored()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"timestamp\":\"2026-11-20T09:14:31.4829135Z\",",
      "\"timestamp\":\"2026-11-20T10:14:31.48+01:00\","})
  void a_time_may_have_seven_digits_or_an_offset(String timestamp) {
    var delivery = parse(
        push(timestamp + "\"target\":{\"repository\":\"web\",\"tag\":\"1\",\"digest\":\"sha256:" + HEX + "\"}"));

    assertThat(delivery.pushes().getFirst().at()).isBetween("2026-11-20T09:14:31Z", "2026-11-20T09:14:32Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"timestamp\":null,", "\"timestamp\":5,", "\"timestamp\":\"yesterday\",",
      "\"timestamp\":\"+999999999-12-31T23:59:59-18:00\","})
  void a_missing_or_odd_time_does_not_spoil_the_event(String timestamp) {
    var delivery = parse(
        push(timestamp + "\"target\":{\"repository\":\"web\",\"tag\":\"1\",\"digest\":\"sha256:" + HEX + "\"}"));

    assertThat(delivery.pushes()).hasSize(1);
  }

  @Test
  void a_byte_order_mark_is_tolerated() {
    assertThat(parse("\ufeff" + target("1", "sha256:" + HEX)).pushes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256:abc", "sha512:" + HEX + HEX, HEX, "sha256:" + HEX + "0", "", "sha256:../../x"})
  void an_impossible_digest_is_a_recorded_refusal(String digest) {
    var delivery = parse(target("1", digest));

    assertThat(delivery.pushes()).isEmpty();
    assertThat(delivery.ignored()).singleElement().asString().contains("digest is impossible");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256-" + HEX, "sha256-" + HEX + ".sig", "sha256-" + HEX + ".att",
      "sha256-" + HEX + ".sbom"})
  void signatures_and_attachments_are_ignored(String tag) {
    assertThat(parse(target(tag, "sha256:" + HEX)).ignored()).singleElement().asString().contains("attachment");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256-latest", "sha256-" + HEX + ".sigma", "release.sig"})
  void tags_that_only_resemble_them_are_pushes(String tag) {
    assertThat(parse(target(tag, "sha256:" + HEX)).pushes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-x", "a b", "a/b", "a:b", "a\\u0000", "a\\n"})
  void an_impossible_tag_is_a_recorded_refusal(String tag) {
    assertThat(parse(target(tag, "sha256:" + HEX)).ignored()).containsExactly("the tag is impossible");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "UPPER", "a//b", "", "a b", "https://evil.example/x"})
  void an_impossible_repository_is_a_recorded_refusal(String repository) {
    var delivery = parse(
        push("\"target\":{\"repository\":\"" + repository + "\",\"tag\":\"1\",\"digest\":\"sha256:" + HEX + "\"}"));

    assertThat(delivery.ignored()).containsExactly("the repository's name is impossible");
  }

  @Test
  void another_host_is_a_recorded_refusal_that_repeats_only_what_looks_like_one() {
    String target = "\"target\":{\"repository\":\"web\",\"tag\":\"1\",\"digest\":\"sha256:" + HEX + "\"},";

    assertThat(parse(push(target + "\"request\":{\"host\":\"evil.example\"}")).ignored())
        .containsExactly("it names another registry host than shop.azurecr.io (evil.example)");
    assertThat(parse(push(target + "\"request\":{\"host\":\"\\u001b[31mevil\"}")).ignored())
        .containsExactly("it names another registry host than shop.azurecr.io");
    assertThat(parse(push(target + "\"request\":{}")).pushes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/vnd.acr.helm.chart", "application/vnd.cncf.helm.config.v1+json"})
  void helm_charts_are_ignored(String mediaType) {
    assertThat(parse(
        push("\"target\":{\"mediaType\":\"" + mediaType + "\",\"repository\":\"web\",\"tag\":\"1\",\"digest\":\"sha256:"
            + HEX + "\"}"))
        .ignored()).containsExactly("Helm charts are not deployed");
  }

  @Test
  void an_action_that_nobody_knows_is_recorded_under_a_bounded_name() {
    assertThat(parse("{\"action\":\"retag\"}").action()).isEqualTo("retag");
    assertThat(parse("{\"action\":\"" + "x".repeat(1000) + "\"}").action()).isEqualTo("unreadable");
    assertThat(parse("{\"action\":\"a\\nb\"}").action()).isEqualTo("unreadable");
    assertThat(parse("{\"action\":\"retag\"}").ignored()).hasSize(1);
  }

  @Test
  void an_id_that_cannot_be_shown_is_left_out() {
    assertThat(parse("{\"action\":\"ping\",\"id\":\"a\\u0000b\"}").event()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {}                                                              | action is missing
      {"action":null}                                                 | action is missing
      {"action":7}                                                    | action must be text
      {"action":"push"}                                               | target is missing
      {"action":"push","target":[]}                                   | target must be an object
      {"action":"push","target":{}}                                   | target.repository is missing
      {"action":"push","target":{"repository":{}}}                    | target.repository must be text
      {"action":"push","target":{"repository":"web"}}                 | target.digest is missing
      {"action":"push","target":{"repository":"web","digest":true}}   | target.digest must be text
      {"action":"push","target":{"repository":"w","digest":"d","tag":1}} | target.tag must be text
      {"action":"push","target":{"repository":"w","digest":"d"},"request":"s3cret"} | request must be an object
      {"action":"push","target":{"repository":"w","digest":"d"},"request":{"host":["s3cret"]}} | request.host must be text
      {"action":"push","id":1}                                        | id must be text
      []                                                              | the body must be an object
      "s3cret"                                                        | the body must be an object
      """)
  void a_wrong_type_is_named_and_not_repeated(String json, String detail) {
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> parse(json))
        .satisfies(refusal -> assertThat(detailOf(refusal)).isEqualTo(detail));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "s3cret", "{", "{\"action\":\"ping\"} s3cret",
      "{\"action\":\"ping\",\"action\":\"push\"}",
      "{'action':'ping'}", "{\"action\":NaN}", "{\"action\":\"a\nb\"}", "\u0000"})
  void what_is_not_json_is_refused_without_repeating_it(String json) {
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> parse(json))
        .satisfies(refusal -> assertThat(detailOf(refusal)).startsWith("the body ").doesNotContain("s3cret"));
  }

  @Test
  void nesting_is_bounded() {
    String deep = "{\"action\":\"ping\",\"x\":" + "[".repeat(5000) + "]".repeat(5000) + "}";

    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> parse(deep))
        .satisfies(refusal -> assertThat(detailOf(refusal)).contains("nested deeper than 32"));
  }

  @Test
  void bytes_that_are_not_utf8_are_refused() {
    byte[] latin1 = "{\"action\":\"p\u00e9ng\"}".getBytes(StandardCharsets.ISO_8859_1);
    byte[] utf16 = "{\"action\":\"ping\"}".getBytes(StandardCharsets.UTF_16);

    for (byte[] body : List.of(latin1, utf16)) {
      assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> AcrEvent.delivery(body, ORIGIN, RECEIVED))
          .satisfies(refusal -> assertThat(detailOf(refusal)).isEqualTo("the body is not UTF-8"));
    }
  }

  @Test
  void any_mutation_of_a_push_is_either_read_or_refused() {
    var random = new Random(20261120);
    byte[] good = target("1.8.0", "sha256:" + HEX).getBytes(StandardCharsets.UTF_8);
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] body = good.clone();
      for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      try {
        var delivery = AcrEvent.delivery(body, ORIGIN, RECEIVED);
        assertThat(delivery.pushes().isEmpty()).isNotEqualTo(delivery.ignored().isEmpty());
        read++;
      } catch (ProblemException refusal) {
        assertThat(refusal.problem()).isInstanceOf(Problem.Malformed.class);
      }
    }
    assertThat(read).isPositive();
  }
}
