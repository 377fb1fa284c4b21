package relay.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  private static final String HEX = "31e4e819e840cc77cb1994748e349d011252086d16d1f821ec0358d2b9a5f98f";

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
  void one_registry_has_one_spelling_of_its_host() {
    assertThat(new Repository("Shop.AzureCR.io:443", "reviews"))
        .isEqualTo(new Repository("shop.azurecr.io", "reviews"));
    assertThat(new Repository("shop.azurecr.io:80", "reviews"))
        .isNotEqualTo(new Repository("shop.azurecr.io", "reviews"));
    assertThat(PinnedImage.parse("shop.azurecr.io:443/reviews@sha256:" + HEX))
        .isEqualTo(PinnedImage.parse("shop.azurecr.io/reviews@sha256:" + HEX));
    assertThat(ImageReference.parse("shop.azurecr.io:443/reviews:1").orElseThrow().in())
        .isEqualTo(Repository.parse("shop.azurecr.io/reviews").orElseThrow());
  }

  @Test
  void a_text_too_long_for_a_name_is_none() {
    String path = "a/".repeat(50_000) + "a";
    assertThat(ImageReference.parse("shop.azurecr.io/" + path + ":1")).isEmpty();
    assertThat(PinnedImage.parse("shop.azurecr.io/" + path + "@sha256:" + HEX)).isEmpty();
    assertThat(Repository.parse("shop.azurecr.io/" + path)).isEmpty();
    assertThat(Repository.parse("shop.azurecr.io/" + "a".repeat(256))).isEmpty();
    assertThat(Repository.isPath(path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"256", "512"})
  void a_companion_tag_has_64_hex_digits_whatever_the_algorithm(String bits) {
    String tag = "sha" + bits + "-" + "ab".repeat(32);
    assertThat(ImageReference.isCompanionTag(tag)).isTrue();
    assertThat(ImageReference.isCompanionTag(tag + ".sig")).isTrue();
    assertThat(ImageReference.isCompanionTag(tag + ".txt")).isFalse();
    assertThat(ImageReference.isCompanionTag(tag + "ab")).isFalse();
    assertThat(new TagPolicy.Natural(TagFilter.NONE).watches(tag)).isFalse();
  }
}
