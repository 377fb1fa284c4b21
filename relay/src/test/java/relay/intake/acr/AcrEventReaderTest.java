package relay.intake.acr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.image.Digest;
import relay.intake.Delivery;
import relay.intake.SkipReason;
import relay.intake.SkippedEvents;
import relay.intake.SourceRegistry;
import relay.intake.json.JsonFaultException;

class AcrEventReaderTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-20T10:00:00Z");
  private static final String HEX = "31e4e819e840cc77cb1994748e349d011252086d16d1f821ec0358d2b9a5f98f";
  private static final SourceRegistry ORIGIN = new SourceRegistry("main", "Shop.azurecr.io");

  private static Delivery parse(String json) {
    return AcrEventReader.delivery(json.getBytes(StandardCharsets.UTF_8), ORIGIN, RECEIVED);
  }

  private static String push(String members) {
    return "{\"id\":\"1\",\"action\":\"push\"," + members + "}";
  }

  private static String target(String tag, String digest) {
    return push("\"target\":{\"repository\":\"web\",\"tag\":\"" + tag + "\",\"digest\":\"" + digest + "\"}");
  }

  private static List<SkipReason> skipped(String json) {
    return parse(json).skipped().stream().map(SkippedEvents::why).toList();
  }

  private static List<String> codes(String json) {
    return skipped(json).stream().map(SkipReason::code).toList();
  }

  private static String detailOf(JsonFaultException refusal) {
    return refusal.fault().sentence("the body");
  }

  @Test
  void a_push_names_registry_repository_tag_and_digest() {
    var delivery = parse(
        push("\"timestamp\":\"2026-11-20T09:14:31.482913552Z\",\"target\":{\"repository\":\"team/web\","
            + "\"tag\":\"1.8.0\",\"digest\":\"sha256:" + HEX + "\"},\"request\":{\"host\":\"SHOP.azurecr.io\"}"));

    assertThat(delivery.pushes()).singleElement().satisfies(push -> {
      assertThat(push.registry()).isEqualTo("main");
      assertThat(push.image()).hasToString("shop.azurecr.io/team/web:1.8.0");
      assertThat(push.digest().map(Digest::value)).hasValue("sha256:" + HEX);
      assertThat(push.at()).isEqualTo(Instant.parse("2026-11-20T09:14:31.482913552Z"));
    });
    assertThat(delivery.event()).hasValue("1");
    assertThat(delivery.skipped()).isEmpty();
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
  void an_event_with_a_missing_or_invalid_time_is_read(String timestamp) {
    var delivery = parse(
        push(timestamp + "\"target\":{\"repository\":\"web\",\"tag\":\"1\",\"digest\":\"sha256:" + HEX + "\"}"));

    assertThat(delivery.pushes()).hasSize(1);
  }

  @Test
  void a_byte_order_mark_is_tolerated() {
    assertThat(parse("\ufeff" + target("1", "sha256:" + HEX)).pushes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256:abc", "sha512:" + HEX + HEX, HEX, "sha256:" + HEX + "0", "sha256:../../x"})
  void an_invalid_digest_is_recorded_with_its_reason(String digest) {
    assertThat(codes(target("1", digest))).containsExactly("invalid-digest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256-" + HEX, "sha256-" + HEX + ".sig", "sha256-" + HEX + ".att",
      "sha256-" + HEX + ".sbom"})
  void signatures_and_attachments_are_ignored(String tag) {
    assertThat(codes(target(tag, "sha256:" + HEX))).containsExactly("companion");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256-latest", "sha256-" + HEX + ".sigma", "release.sig"})
  void tags_that_only_resemble_them_are_pushes(String tag) {
    assertThat(parse(target(tag, "sha256:" + HEX)).pushes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"action\":\"push\"}", "{\"action\":\"push\",\"target\":null}",
      "{\"action\":\"push\",\"target\":{}}", "{\"action\":\"push\",\"target\":{\"tag\":\"1\"}}"})
  void a_push_without_a_repository_is_recorded_with_its_reason(String json) {
    assertThat(codes(json)).containsExactly("invalid-repository");
  }

  @Test
  void a_push_without_a_digest_is_recorded() {
    assertThat(parse(push("\"target\":{\"repository\":\"web\",\"tag\":\"1\"}")).pushes()).singleElement()
        .satisfies(push -> {
          assertThat(push.image()).hasToString("shop.azurecr.io/web:1");
          assertThat(push.digest()).isEmpty();
        });
  }

  @Test
  void an_empty_text_counts_as_absent() {
    assertThat(codes(target("", "sha256:" + HEX))).containsExactly("untagged");
    assertThat(parse(target("1", "")).pushes()).singleElement().satisfies(push -> assertThat(push.digest()).isEmpty());
    assertThat(codes(target("", ""))).containsExactly("untagged");
    assertThat(parse("{\"action\":\"ping\",\"id\":\"\"}").event()).isEmpty();
    assertThat(parse(push("\"target\":{\"repository\":\"web\",\"tag\":\"1\",\"digest\":\"sha256:" + HEX
        + "\",\"mediaType\":\"\"},\"request\":{\"host\":\"\"}")).pushes()).hasSize(1);
  }

  @Test
  void a_deletion_with_an_empty_tag_is_the_deletion_of_its_manifest() {
    assertThat(parse("{\"action\":\"delete\",\"target\":{\"repository\":\"web\",\"tag\":\"\",\"digest\":\"sha256:" + HEX
        + "\"}}").deletions()).singleElement().satisfies(deletion -> {
          assertThat(deletion.digest()).hasValue(new Digest("sha256:" + HEX));
          assertThat(deletion.tag()).isEmpty();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.azurecr.io", "SHOP.AzureCR.io", "shop.azurecr.io:443"})
  void the_registry_is_known_under_every_spelling_of_its_host(String host) {
    assertThat(parse(push("\"target\":{\"repository\":\"web\",\"tag\":\"1\",\"digest\":\"sha256:" + HEX
        + "\"},\"request\":{\"host\":\"" + host + "\"}")).pushes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-x", "a b", "a/b", "a:b", "a\\u0000", "a\\n"})
  void an_invalid_tag_is_recorded_with_its_reason(String tag) {
    assertThat(codes(target(tag, "sha256:" + HEX))).containsExactly("invalid-tag");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "UPPER", "a//b", "", "a b", "https://evil.example/x"})
  void an_invalid_repository_is_recorded_with_its_reason(String repository) {
    assertThat(codes(push("\"target\":{\"repository\":\"" + repository + "\",\"tag\":\"1\",\"digest\":\"sha256:" + HEX
        + "\"}"))).containsExactly("invalid-repository");
  }

  @Test
  void another_host_is_recorded_and_repeated_only_if_it_looks_like_a_host() {
    String target = "\"target\":{\"repository\":\"web\",\"tag\":\"1\",\"digest\":\"sha256:" + HEX + "\"},";

    assertThat(skipped(push(target + "\"request\":{\"host\":\"evil.example\"}")))
        .containsExactly(new SkipReason.OtherHost("shop.azurecr.io", Optional.of("evil.example")));
    assertThat(skipped(push(target + "\"request\":{\"host\":\"\\u001b[31mevil\"}")))
        .containsExactly(new SkipReason.OtherHost("shop.azurecr.io", Optional.empty()));
    assertThat(parse(push(target + "\"request\":{}")).pushes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/vnd.acr.helm.chart", "application/vnd.cncf.helm.config.v1+json"})
  void helm_charts_are_ignored(String mediaType) {
    assertThat(codes(
        push("\"target\":{\"mediaType\":\"" + mediaType + "\",\"repository\":\"web\",\"tag\":\"1\",\"digest\":\"sha256:"
            + HEX + "\"}")))
        .containsExactly("chart");
  }

  @Test
  void an_unknown_action_is_recorded_under_a_bounded_name() {
    assertThat(parse("{\"action\":\"retag\"}").action()).isEqualTo("retag");
    assertThat(parse("{\"action\":\"" + "x".repeat(1000) + "\"}").action()).isEqualTo("unreadable");
    assertThat(parse("{\"action\":\"a\\nb\"}").action()).isEqualTo("unreadable");
    assertThat(codes("{\"action\":\"retag\"}")).containsExactly("unknown-action");
  }

  @Test
  void an_unprintable_id_is_left_out() {
    assertThat(parse("{\"action\":\"ping\",\"id\":\"a\\u0000b\"}").event()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {}                                                              | action is missing
      {"action":null}                                                 | action is missing
      {"action":""}                                                   | action is missing
      {"action":7}                                                    | action must be text
      {"action":"push","target":[]}                                   | target must be an object
      {"action":"push","target":{"repository":{}}}                    | target.repository must be text
      {"action":"push","target":{"repository":"web","digest":true}}   | target.digest must be text
      {"action":"push","target":{"repository":"w","digest":"d","tag":1}} | target.tag must be text
      {"action":"push","target":{"repository":"w","digest":"d"},"request":"s3cret"} | request must be an object
      {"action":"push","target":{"repository":"w","digest":"d"},"request":{"host":["s3cret"]}} | request.host must be text
      {"action":"push","id":1}                                        | id must be text
      []                                                              | the body must be an object
      "s3cret"                                                        | the body must be an object
      """)
  void a_wrong_type_is_named_and_not_repeated(String json, String detail) {
    assertThatExceptionOfType(JsonFaultException.class).isThrownBy(() -> parse(json))
        .satisfies(refusal -> assertThat(detailOf(refusal)).isEqualTo(detail));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "s3cret", "{", "{\"action\":\"ping\"} s3cret",
      "{\"action\":\"ping\",\"action\":\"push\"}",
      "{'action':'ping'}", "{\"action\":NaN}", "{\"action\":\"a\nb\"}", "\u0000"})
  void what_is_not_json_is_refused_without_repeating_it(String json) {
    assertThatExceptionOfType(JsonFaultException.class).isThrownBy(() -> parse(json))
        .satisfies(refusal -> assertThat(detailOf(refusal)).startsWith("the body ").doesNotContain("s3cret"));
  }

  @Test
  void nesting_is_bounded() {
    String deep = "{\"action\":\"ping\",\"x\":" + "[".repeat(5000) + "]".repeat(5000) + "}";

    assertThatExceptionOfType(JsonFaultException.class).isThrownBy(() -> parse(deep))
        .satisfies(refusal -> assertThat(detailOf(refusal)).contains("nested deeper than 32"));
  }

  @Test
  void bytes_that_are_not_utf8_are_refused() {
    byte[] latin1 = "{\"action\":\"p\u00e9ng\"}".getBytes(StandardCharsets.ISO_8859_1);
    byte[] utf16 = "{\"action\":\"ping\"}".getBytes(StandardCharsets.UTF_16);

    for (byte[] body : List.of(latin1, utf16)) {
      assertThatExceptionOfType(JsonFaultException.class)
          .isThrownBy(() -> AcrEventReader.delivery(body, ORIGIN, RECEIVED))
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
        var delivery = AcrEventReader.delivery(body, ORIGIN, RECEIVED);
        assertThat(delivery.pushes().isEmpty()).isNotEqualTo(delivery.skipped().isEmpty());
        read++;
      } catch (JsonFaultException refusal) {
        assertThat(detailOf(refusal)).isNotBlank();
      }
    }
    assertThat(read).isPositive();
  }
}
