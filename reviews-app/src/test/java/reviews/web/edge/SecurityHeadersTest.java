package reviews.web.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecurityHeadersTest {
  @Test
  void pictures_may_come_from_the_place_of_public_photos_and_nothing_else_may() {
    assertThat(SecurityHeaders.policy(Optional.of(URI.create("https://shop.blob.core.windows.net/photos/x.jpg?a=b"))))
        .contains("img-src 'self' https://shop.blob.core.windows.net;")
        .contains("default-src 'none'; style-src 'self';")
        .doesNotContain("x.jpg");
    assertThat(SecurityHeaders.policy(Optional.empty())).contains("img-src 'self';").doesNotContain("http");
  }
}
