package sandbox.platform.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {
  private static final String DIGEST = "sha256:" + "0a".repeat(32);

  @Test
  void a_digest_a_tag_or_neither() {
    assertThat(ImageName.parse("DOCKER|127.0.0.1:5000/reviews/web@" + DIGEST))
        .contains(new ImageName("127.0.0.1:5000", "reviews/web", DIGEST));
    assertThat(ImageName.parse("docker|cr.example/web:1.0")).contains(new ImageName("cr.example", "web", "1.0"));
    assertThat(ImageName.parse("Docker|cr.example/web")).contains(new ImageName("cr.example", "web", "latest"));
    assertThat(ImageName.parse("DOCKER|cr.example/web@" + DIGEST).orElseThrow())
        .hasToString("cr.example/web@" + DIGEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "DOCKER|", "DOCKER|nginx", "sitecontainers", "COMPOSE|abc", "DOCKER|h/UPPER:1",
      "DOCKER|h/web@sha256:12", "DOCKER|h/web:1@sha256:12", "DOCKER|h/../web:1", "DOCKER|h/web:-x", "DOCKER|h /web:1"})
  void anything_else_is_no_image(String text) {
    assertThat(ImageName.parse(text)).isEmpty();
  }
}
