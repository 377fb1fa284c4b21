package relay.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
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
}
