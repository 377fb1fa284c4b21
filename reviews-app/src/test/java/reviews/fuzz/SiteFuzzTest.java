package reviews.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A short, generative run of {@link SiteFuzz} from its seeds; {@code .ci/fuzz} is the long one, guided by coverage. */
class SiteFuzzTest {
  private static final Duration EACH = Duration.ofMillis(500);
  private static final List<String> WORDS = List.of("\0", "\r\n", "\r\n\r\n", "--xyz", "--xyz--", "%00", "%", "&", "=",
      ";", "\"", "..", ".", "+", "%ED%A0%80", "\ufeff", "\u202e", "\u0345", "filename=\"a\"", "name=\"photo\"",
      "Content-Transfer-Encoding: base64", "IHDR", "IDAT", "IEND", "acTL", "PLTE", "VP8X", "VP8 ", "VP8L", "ALPH",
      "Exif\0\0",
      "JFIF\0", "\u00ff", "https", "page=", "q=", "session=", "comment=");

  @ParameterizedTest
  @EnumSource
  void whatever_comes_is_read_or_refused(SiteFuzz.Parser parser) {
    int rounds = 0;
    try (SiteFuzz.Opened opened = parser.open()) {
      parser.seeds().forEach(opened::feed);
      var mutation = new Mutation(parser.seeds(), WORDS, new Random(20_261_127));
      for (long end = System.nanoTime() + EACH.toNanos(); System.nanoTime() < end; rounds++) {
        opened.feed(mutation.next());
      }
    }
    assertThat(rounds).isPositive();
  }
}
