package relay.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever somebody pushes as a tag: no policy fails at it, and what a policy orders has one order. */
class TagPolicyFuzzTest {
  private static final String ALPHABET = "0123456789.-_+vxabcXYZ";
  private static final String[] PIECES = {"1", "0", "2.0.0", "1.4.0", "v", "-", ".", "rc", "latest", "sha256-",
      "build-",
      "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "202507281430817805761",
      "9".repeat(90)};
  private static final List<TagPolicy> POLICIES = List.of(new TagPolicy.Exact("latest"),
      new TagPolicy.Semantic("*", false), new TagPolicy.Semantic("*", true), new TagPolicy.Semantic("2.x", true),
      new TagPolicy.Semantic(">=1.4.0-5 <3", true), new TagPolicy.Semantic("^1.4.0-rc.1 || ~2.0", true),
      new TagPolicy.Natural(TagFilter.NONE),
      new TagPolicy.Natural(TagFilter.of(Optional.of("*-*"), Optional.of("[0-9a-z.-]+"))));

  private final Random random = new Random(20_261_126);

  private String tag() {
    var tag = new StringBuilder();
    for (int left = 1 + random.nextInt(6); left > 0; left--) {
      if (random.nextBoolean()) {
        tag.append(PIECES[random.nextInt(PIECES.length)]);
      } else {
        tag.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
    }
    return tag.toString();
  }

  private String version() {
    String number = random.nextInt(4) + "." + random.nextInt(3) + "." + random.nextInt(3);
    String prerelease = random.nextBoolean() ? "" : "-" + PIECES[random.nextInt(PIECES.length)] + "." + tag();
    return (random.nextInt(4) == 0 ? "v" : "") + number + prerelease;
  }

  private List<String> tags() {
    List<String> tags = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      tags.add(random.nextInt(3) == 0 ? tag() : version());
    }
    return tags;
  }

  @Test
  void no_tag_is_a_fault_and_the_newest_is_one_of_those_watched() {
    for (int round = 0; round < 1000; round++) {
      List<String> tags = tags();
      for (TagPolicy policy : POLICIES) {
        Optional<String> newest = policy.newest(tags);
        assertThat(newest.isPresent()).as("%s %s", policy, tags).isEqualTo(tags.stream().anyMatch(policy::watches));
        assertThat(newest.stream().allMatch(tag -> tags.contains(tag) && policy.watches(tag))).isTrue();
        List<String> shuffled = new ArrayList<>(tags);
        Collections.shuffle(shuffled, random);
        assertThat(policy.newest(shuffled)).as("%s %s", policy, tags).isEqualTo(newest);
        newest.ifPresent(top -> tags.stream().filter(policy::watches).forEach(
            tag -> assertThat(policy.isDowngrade(tag, top)).as("%s from %s to %s", policy, tag, top).isFalse()));
      }
    }
  }

  @Test
  void going_back_is_never_going_forward_and_going_back_twice_is_going_back() {
    for (int round = 0; round < 200; round++) {
      List<String> tags = tags();
      for (TagPolicy policy : POLICIES) {
        for (String a : tags) {
          for (String b : tags) {
            boolean back = policy.isDowngrade(a, b);
            assertThat(back && policy.isDowngrade(b, a)).as("%s: %s and %s", policy, a, b).isFalse();
            assertThat(back && tags.stream().anyMatch(c -> policy.isDowngrade(b, c) && !policy.isDowngrade(a, c)))
                .as("%s: %s, %s, %s", policy, a, b, tags).isFalse();
          }
        }
      }
    }
  }

  @Test
  void versions_have_a_total_order() {
    for (int round = 0; round < 2000; round++) {
      List<TagVersion> versions = tags().stream().flatMap(tag -> TagVersion.of(tag).stream()).toList();
      for (TagVersion a : versions) {
        for (TagVersion b : versions) {
          int order = TagVersion.ORDER.compare(a, b);
          assertThat(Integer.signum(order)).isEqualTo(-Integer.signum(TagVersion.ORDER.compare(b, a)));
          assertThat(order == 0).as("%s %s", a, b).isEqualTo(a.tag().equals(b.tag()));
          for (TagVersion c : versions) {
            if (order < 0 && TagVersion.ORDER.compare(b, c) < 0) {
              assertThat(TagVersion.ORDER.compare(a, c)).as("%s %s %s", a, b, c).isNegative();
            }
          }
        }
      }
    }
  }

  @Test
  void no_range_is_another_fault_than_an_illegal_argument() {
    String[] parts = {"^", "~", ">=", "<", " ", " - ", "||", "*", "x", "1", "1.2.3", "-rc.1", ".", "v", "latest",
        "9".repeat(20), "2147483648", "(", "\n"};
    for (int round = 0; round < 4000; round++) {
      var range = new StringBuilder();
      for (int left = 1 + random.nextInt(5); left > 0; left--) {
        range.append(parts[random.nextInt(parts.length)]);
      }
      try {
        var policy = new TagPolicy.Semantic(range.toString(), random.nextBoolean());
        policy.newest(tags());
      } catch (IllegalArgumentException expected) {
        assertThat(expected).hasMessageContaining("not a version range");
      }
    }
  }
}
