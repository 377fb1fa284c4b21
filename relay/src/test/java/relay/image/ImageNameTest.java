package relay.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {
  private static final String HEX = "3bfc269594ef649228e9a74bab00f042efc91d5acc6fbee31a382e80d42388fe";

  @ParameterizedTest
  @CsvSource({"shop.azurecr.io/reviews, shop.azurecr.io/reviews:latest, true",
      "shop.azurecr.io/reviews:live, shop.azurecr.io/reviews:live, false",
      "shop.azurecr.io/reviews:latest, shop.azurecr.io/reviews:latest, false",
      "Shop.AzureCR.IO:443/reviews/web:1.0, shop.azurecr.io/reviews/web:1.0, false",
      "shop.azurecr.io:80/reviews, shop.azurecr.io:80/reviews:latest, true",
      "127.0.0.1:5000/reviews, 127.0.0.1:5000/reviews:latest, true", "LocalHost/x:1, localhost/x:1, false",
      "nginx, docker.io/library/nginx:latest, true",
      "nginx:1.27, docker.io/library/nginx:1.27, false", "library/nginx:1, docker.io/library/nginx:1, false",
      "bitnami/redis, docker.io/bitnami/redis:latest, true", "docker.io/nginx, docker.io/library/nginx:latest, true",
      "index.docker.io/library/nginx:1, docker.io/library/nginx:1, false",
      "Index.Docker.IO:443/nginx, docker.io/library/nginx:latest, true",
      "mcr.microsoft.com/appsvc/staticsite:latest, mcr.microsoft.com/appsvc/staticsite:latest, false"})
  void a_tag_is_read_with_or_without_host_port_and_tag(String text, String reference, boolean implied) {
    assertThat(ImageName.parse(text))
        .contains(new ImageName.Tagged(ImageReference.parse(reference).orElseThrow(), implied));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.azurecr.io/reviews@", "shop.azurecr.io/reviews:1.0@", "SHOP.azurecr.io:443/reviews:1@"})
  void a_digest_counts_and_a_tag_beside_it_does_not(String start) {
    assertThat(ImageName.parse(start + "sha256:" + HEX)).contains(
        new ImageName.Pinned(PinnedImage.parse("shop.azurecr.io/reviews@sha256:" + HEX).orElseThrow()));
    assertThat(ImageName.parse("nginx@sha256:" + HEX).map(ImageName::in))
        .contains(new Repository("docker.io", "library/nginx"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "//", ":", "@", "a/", "/a", "shop.azurecr.io/", "shop.azurecr.io/Reviews",
      "shop.azurecr.io/reviews:", "shop.azurecr.io/reviews:1:2", "shop.azurecr.io/reviews@sha256:abc",
      "shop.azurecr.io/reviews@sha512:" + HEX, "shop.azurecr.io/reviews@sha256:" + HEX + "0",
      "https://shop.azurecr.io/reviews:1", "shop.azurecr.io:port/reviews", "shop.azurecr.io:123456/reviews",
      "u:p@shop.azurecr.io/reviews", "shop.azurecr.io/../reviews", " shop.azurecr.io/reviews",
      "shop.azurecr.io/reviews ",
      "[::1]:5000/reviews", "nginx\n", "Nginx", "Shop/x:1"})
  void what_is_no_name_is_not_guessed(String text) {
    assertThat(ImageName.parse(text)).isEmpty();
  }

  @Test
  void no_text_is_a_fault_and_what_is_read_can_be_read_again() {
    String[] pieces = {"shop.azurecr.io", "SHOP", ":443", ":80", "/", ":", "@", "sha256:", HEX, "reviews", "latest",
        "DOCKER|", "localhost", "docker.io", "..", "\u212a", "\u0000", "\ud83d", " ", "[::1]", "a".repeat(300),
        "a/".repeat(20_000)};
    var random = new Random(20_261_126);
    for (int round = 0; round < 5_000; round++) {
      var text = new StringBuilder();
      for (int left = random.nextInt(7); left > 0; left--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      Optional<ImageName> name = ImageName.parse(text.toString());
      name.ifPresent(read -> assertThat(ImageName.parse(switch (read) {
        case ImageName.Pinned(var image) -> image.toString();
        case ImageName.Tagged(var image, _) -> image.toString();
      }).map(ImageName::in)).as("%s", text).contains(read.in()));
    }
  }
}
