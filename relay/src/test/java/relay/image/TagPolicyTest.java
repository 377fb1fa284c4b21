package relay.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagPolicyTest {
  private static final TagPolicy BUILDS = new TagPolicy.Natural(glob("build-*"));

  private static TagFilter glob(String glob) {
    return TagFilter.of(Optional.of(glob), Optional.empty());
  }

  private static TagFilter regex(String regex) {
    return TagFilter.of(Optional.empty(), Optional.of(regex));
  }

  @ParameterizedTest
  @CsvSource({"build-9, build-10", "9, 10", "1.9.9, 1.10", "1.2, 1.2.1", "a, a1", "1, a", "2026-01-09.3, 2026-01-10.1",
      "build-0009, build-10", "1.7, 1.07", "b7a8, b7a08", "99999999999999999999998, 99999999999999999999999",
      "9, 100000000000000000000000000000000000000000", "main-20260101-2-abc, main-20260101-10-abc", "A, a", "1-a, 1.a",
      "1.2-rc1, 1.2.0"})
  void numbers_are_compared_as_numbers_and_what_only_goes_on_comes_after(String older, String newer) {
    var all = new TagPolicy.Natural(glob("*"));
    assertThat(all.newest(List.of(older, newer))).contains(newer);
    assertThat(all.newest(List.of(newer, older))).contains(newer);
    assertThat(all.isDowngrade(newer, older)).isTrue();
    assertThat(all.isDowngrade(older, newer)).isFalse();
    assertThat(all.isDowngrade(older, older)).isFalse();
  }

  @Test
  void the_natural_order_is_an_order() {
    var random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      List<String> three = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        var text = new StringBuilder();
        for (int length = 1 + random.nextInt(5); length > 0; length--) {
          text.append("0019.-a".charAt(random.nextInt(7)));
        }
        three.add(text.toString());
      }
      for (String a : three) {
        for (String b : three) {
          int order = NaturalOrder.OF_TAGS.compare(a, b);
          assertThat(Integer.signum(order)).isEqualTo(-Integer.signum(NaturalOrder.OF_TAGS.compare(b, a)));
          assertThat(order == 0).isEqualTo(a.equals(b));
        }
      }
      List<String> sorted = new ArrayList<>(three);
      Collections.sort(sorted, NaturalOrder.OF_TAGS);
      assertThat(NaturalOrder.OF_TAGS.compare(sorted.get(0), sorted.get(2))).as("%s", three).isLessThanOrEqualTo(0);
    }
  }

  @Test
  void filters_stand_in_front_and_never_order() {
    assertThat(BUILDS.newest(List.of("build-9", "build-10", "latest", "nightly-99"))).contains("build-10");
    assertThat(BUILDS.newest(List.of("latest"))).isEmpty();
    assertThat(BUILDS.watches("rebuild-1")).isFalse();
    var both = new TagPolicy.Natural(TagFilter.of(Optional.of("1.?"), Optional.of("[0-9.]+")));
    assertThat(both.newest(List.of("1.2", "1.x", "1.10"))).contains("1.2");
    var versions = new TagPolicy.Semantic("^1", false, regex("v.*"));
    assertThat(versions.newest(List.of("v1.9.0", "v1.10.0", "1.11.0", "v1.12.0-rc.1", "v2.0.0"))).contains("v1.10.0");
    assertThat(versions.watches("1.11.0")).isFalse();
    assertThat(versions).hasToString("versions ^1 matching v.*").isEqualTo(
        new TagPolicy.Semantic("^1", false, regex("v.*"))).isNotEqualTo(new TagPolicy.Semantic("^1", false));
  }

  @Test
  void a_version_written_twice_is_always_the_same_one() {
    var versions = new TagPolicy.Semantic(">=1", false);
    assertThat(versions.newest(List.of("1.0.0", "v1.0.0"))).isEqualTo(versions.newest(List.of("v1.0.0", "1.0.0")));
  }

  @Test
  void a_glob_means_itself_but_for_its_two_signs() {
    assertThat(glob("1.?-*").admits("1.2-x")).isTrue();
    assertThat(glob("1.?-*").admits("1x2-x")).isFalse();
    assertThat(glob("1.?-*").admits("1.-x")).isFalse();
  }

  @Test
  void a_signature_is_no_build_and_a_tag_that_is_no_build_cannot_be_gone_back_to() {
    String signature = "sha256-" + "a".repeat(64) + ".sig";
    assertThat(new TagPolicy.Natural(glob("*")).newest(List.of("1", signature))).contains("1");
    assertThat(BUILDS.isDowngrade("latest", "build-1")).isFalse();
  }

  @Test
  void an_exact_tag_is_the_newest_wherever_it_is() {
    assertThat(new TagPolicy.Exact("live").newest(List.of("a", "live", "z"))).contains("live");
    assertThat(new TagPolicy.Exact("live").newest(List.of("a"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "(a", "(a)\\1", "(?=a)", "a{1001}"})
  void what_is_no_pattern_is_a_fault(String regex) {
    assertThatThrownBy(() -> regex(regex)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> regex("a".repeat(201))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void no_pattern_takes_long_over_any_tag() {
    TagFilter costly = regex("(a|aa|a*)*(a*)*b");
    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
      for (int i = 0; i < 50; i++) {
        assertThat(costly.admits("a".repeat(128))).isFalse();
      }
    });
  }

  @Test
  void versions_are_watched_inside_their_range_only() {
    var policy = new TagPolicy.Semantic("^1.4", false);
    assertThat(policy.watches("1.4.0")).isTrue();
    assertThat(policy.watches("v1.10.2")).isTrue();
    assertThat(policy.watches("2.0.0")).isFalse();
    assertThat(policy.watches("1.5.0-rc.1")).isFalse();
    assertThat(policy.watches("latest")).isFalse();
    assertThat(policy.watches("build-1.5.0")).isFalse();
    assertThat(new TagPolicy.Semantic("^1.4", true).watches("1.5.0-rc.1")).isTrue();
  }

  @Test
  void ten_is_newer_than_nine_and_only_versions_can_go_down() {
    var policy = new TagPolicy.Semantic(">=1", false);
    assertThat(policy.isDowngrade("1.10.0", "1.9.0")).isTrue();
    assertThat(policy.isDowngrade("1.9.0", "1.10.0")).isFalse();
    assertThat(policy.isDowngrade("1.9.0", "1.9.0")).isFalse();
    assertThat(new TagPolicy.Exact("live").isDowngrade("live", "live")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "not a range", "abc"})
  void what_is_no_range_is_a_fault(String range) {
    assertThatThrownBy(() -> new TagPolicy.Semantic(range, false)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"^99999999999999999999", ">=1.0.0-99999999999999999999", "1 - 9999999999999999999999",
      "^2147483648", "~1 || 999999999999999999999.x"})
  void a_range_with_a_number_that_cannot_be_compared_is_a_fault(String range) {
    assertThatThrownBy(() -> new TagPolicy.Semantic(range, true)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a version range");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.0.0-202507281430817805761", "v2.0.0-202507281430817805761", "1.4.0-99999999999999999999",
      "1.4.0-rc.99999999999999999999", "99999999999999999999.0.0", "2.99999999999.0"})
  void a_version_with_a_number_that_cannot_be_compared_is_ignored(String tag) {
    var policy = new TagPolicy.Semantic(">=1.0.0-5", true);
    assertThat(policy.watches(tag)).isFalse();
    assertThat(policy.newest(List.of("1.0.0", tag, "1.0.1"))).contains("1.0.1");
    assertThat(policy.isDowngrade(tag, "1.0.0")).isFalse();
    assertThat(policy.isDowngrade("3.0.0", tag)).isFalse();
    assertThat(policy.isDowngrade(tag, tag)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1.4.0-9, 1.4.0-10", "1.4.0-20250728143081, 1.4.0-20250728143082", "1.4.0-rc.9, 1.4.0-rc.10",
      "1.4.0-99, 1.4.0-a", "1.4.0-rc, 1.4.0-rc.1", "1.4.0-rc.1, 1.4.0", "1.4.0-A, 1.4.0-a", "1.9.9, v1.10.0",
      "1.4.0-g12345678901234567890, 1.4.0-g2"})
  void versions_have_the_order_of_their_standard(String older, String newer) {
    var policy = new TagPolicy.Semantic(">=0.0.0-0", true);
    assertThat(policy.newest(List.of(older, newer))).contains(newer);
    assertThat(policy.newest(List.of(newer, older))).contains(newer);
    assertThat(policy.isDowngrade(newer, older)).isTrue();
    assertThat(policy.isDowngrade(older, newer)).isFalse();
  }
}
