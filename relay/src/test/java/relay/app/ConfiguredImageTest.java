package relay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.image.Repository;

class ConfiguredImageTest {
  private static final String DIGEST = "sha256:3bfc269594ef649228e9a74bab00f042efc91d5acc6fbee31a382e80d42388fe";
  private static final Repository REPOSITORY = new Repository("shop.azurecr.io", "reviews");
  private static final PinnedImage PINNED = PinnedImage.parse("shop.azurecr.io/reviews@" + DIGEST).orElseThrow();
  private static final List<String> FORMS = List.of("DOCKER|shop.azurecr.io/reviews",
      "DOCKER|shop.azurecr.io/reviews:1.0@" + DIGEST, "DOCKER|shop.azurecr.io:443/reviews:live",
      "docker|Shop.AzureCR.io/reviews:live");

  private static ConfiguredImage configured(String verbatim) {
    return new ConfiguredImage(verbatim);
  }

  @Test
  void every_form_of_an_image_of_the_own_repository_is_recognised() {
    assertThat(FORMS).allMatch(form -> configured(form).isOf(REPOSITORY) && configured(form).isContainer());
    assertThat(configured(FORMS.get(0)).tagged()).contains(REPOSITORY.tagged("latest"));
    assertThat(configured(FORMS.get(1)).pinned()).contains(PINNED);
    assertThat(configured(FORMS.get(1)).tagged()).isEmpty();
    assertThat(configured(FORMS.get(2)).tagged()).contains(REPOSITORY.tagged("live"));
    assertThat(configured(FORMS.get(3)).tagged()).contains(REPOSITORY.tagged("live"));
    assertThat(configured(FORMS.get(1)).runs(PINNED)).isTrue();
    assertThat(configured("DOCKER|shop.azurecr.io/reviews").isOf(new Repository("Shop.azurecr.io:443", "reviews")))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DOCKER|shop.azurecr.io/reviews@", "docker|SHOP.azurecr.io/reviews@",
      "DOCKER|shop.azurecr.io:443/reviews@", "DOCKER|shop.azurecr.io/reviews:1.0@",
      "Docker|shop.azurecr.io:443/reviews:2@"})
  void every_form_of_the_same_digest_is_the_same_image(String start) {
    var image = configured(start + DIGEST);
    assertThat(image.sameAs(ConfiguredImage.of(PINNED))).isTrue();
    assertThat(ConfiguredImage.of(PINNED).sameAs(image)).isTrue();
    assertThat(image.pinned()).contains(PINNED);
    assertThat(image.verbatim()).isEqualTo(start + DIGEST);
  }

  @Test
  void other_images_are_not_the_same() {
    var pinned = ConfiguredImage.of(PINNED);
    assertThat(List.of("DOCKER|shop.azurecr.io/reviews:live", "DOCKER|shop.azurecr.io:80/reviews@" + DIGEST,
        "DOCKER|shop.azurecr.io/other@" + DIGEST, "DOCKER|shop.azurecr.io/reviews@sha256:" + "a".repeat(64),
        "NODE|20-lts", "", "DOCKER|", "DOCKER|shop.azurecr.io/reviews@sha256:x", "shop.azurecr.io/reviews@" + DIGEST))
        .noneMatch(other -> configured(other).sameAs(pinned) || pinned.sameAs(configured(other)));
    assertThat(configured("DOCKER|shop.azurecr.io/reviews").sameAs(configured("docker|shop.azurecr.io/reviews:latest")))
        .isTrue();
    assertThat(configured("DOCKER|shop.azurecr.io/reviews:A").sameAs(configured("DOCKER|shop.azurecr.io/reviews:a")))
        .isFalse();
    assertThat(configured("DOCKER|what is this").sameAs(configured("docker|what is this"))).isTrue();
  }

  @Test
  void an_image_of_docker_hub_is_foreign() {
    assertThat(configured("DOCKER|nginx").tagged())
        .isEqualTo(ImageReference.parse("docker.io/library/nginx:latest"));
    assertThat(configured("DOCKER|nginx").sameAs(configured("DOCKER|index.docker.io/library/nginx:latest"))).isTrue();
    assertThat(List.of("nginx", "library/nginx:1", "docker.io/library/nginx", "index.docker.io/nginx", "reviews"))
        .noneMatch(image -> configured("DOCKER|" + image).isOf(REPOSITORY));
  }

  @Test
  void no_text_is_a_fault() {
    String[] pieces = {"DOCKER|", "docker|", "DOC\u212aER|", "\u0130", "COMPOSE|", "sitecontainers", "NODE|20-lts",
        "shop.azurecr.io", ":443", "/", "reviews", ":live", "@", DIGEST, "sha512:", "nginx", " ", "\u0000", "\ud83d",
        "|", "a/".repeat(20_000)};
    var random = new Random(20_261_126);
    for (int round = 0; round < 5_000; round++) {
      var text = new StringBuilder();
      for (int left = random.nextInt(6); left > 0; left--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      var image = configured(text.toString());
      assertThatCode(() -> {
        assertThat(image.sameAs(image)).isTrue();
        assertThat(image.pinned().isPresent() && image.tagged().isPresent()).isFalse();
        assertThat(image.isOf(REPOSITORY)).isEqualTo(
            Optional.of(REPOSITORY).equals(image.pinned().map(PinnedImage::in).or(() -> image.tagged()
                .map(ImageReference::in))));
        assertThat(image.toString()).isNotNull();
      }).as("%s", text).doesNotThrowAnyException();
    }
  }
}
