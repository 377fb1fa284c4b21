package relay.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  private static final String HEX = "31e4e819e840cc77cb1994748e349d011252086d16d1f821ec0358d2b9a5f98f";

  @ParameterizedTest
  @ValueSource(strings = {"", "sha256:", "sha256:abc", "sha512:" + HEX, "SHA256:" + HEX, " sha256:" + HEX,
      "sha256:" + HEX + "0", "sha256:31E4E819E840CC77CB1994748E349D011252086D16D1F821EC0358D2B9A5F98F"})
  void what_is_no_digest_is_not_read_as_one(String text) {
    assertThat(Digest.parse(text)).isEmpty();
    assertThatThrownBy(() -> new Digest(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_digest_of_bytes_is_their_sha256() {
    assertThat(Digest.of(new byte[0]).value())
        .isEqualTo("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void a_reference_keeps_host_port_path_and_tag() {
    assertThat(ImageReference.parse("127.0.0.1:5000/reviews/web:1.8.0"))
        .contains(new ImageReference("127.0.0.1:5000", "reviews/web", "1.8.0"));
    assertThat(PinnedImage.parse("shop.azurecr.io/reviews@sha256:" + HEX).map(PinnedImage::toString))
        .contains("shop.azurecr.io/reviews@sha256:" + HEX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reviews", "shop.azurecr.io/reviews", "shop.azurecr.io/Reviews:1", "shop.azurecr.io/a/../b:1",
      "shop.azurecr.io/reviews:", "shop.azurecr.io/reviews:a b", "shop.azurecr.io/reviews:1@sha256:" + HEX,
      "https://shop.azurecr.io/reviews:1", "shop.azurecr.io/reviews:-x"})
  void what_is_no_reference_is_not_guessed(String text) {
    assertThat(ImageReference.parse(text)).isEmpty();
  }

  @Test
  void a_tag_beside_a_digest_is_not_a_pinned_image() {
    assertThat(PinnedImage.parse("shop.azurecr.io/reviews:1@sha256:" + HEX)).isEmpty();
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
}
