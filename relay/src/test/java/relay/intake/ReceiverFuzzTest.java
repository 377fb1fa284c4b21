package relay.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A short, generative run of {@link ReceiverFuzz} from the fixtures; {@code .ci/fuzz} is the long one, guided by coverage. */
class ReceiverFuzzTest {
  private static final Duration EACH = Duration.ofMillis(350);
  private static final List<String> WORDS = List.of("{", "}", "[", "]", "\"", "null", ",", ":", "\\u0000", "\ufeff",
      "1e999",
      "\"specversion\":\"1.0\"", "\"data\":", "sha256:", "Bearer ", "Basic ", "%00", "\"action\":\"push\"",
      "\"events\":[");

  @ParameterizedTest
  @EnumSource
  void whatever_comes_is_read_or_refused(ReceiverFuzz.Parser parser) throws Exception {
    List<byte[]> corpus = corpus(parser);
    var random = new Random(20261125);
    int rounds = 0;
    corpus.forEach(parser::feed);
    long end = System.nanoTime() + EACH.toNanos();
    while (System.nanoTime() < end) {
      parser.feed(changed(corpus.get(random.nextInt(corpus.size())), corpus, random));
      rounds++;
    }
    assertThat(rounds).isPositive();
  }

  private static List<byte[]> corpus(ReceiverFuzz.Parser parser) throws IOException, URISyntaxException {
    List<byte[]> corpus = new ArrayList<>(List.of(new byte[0], "Bearer fuzz".getBytes(StandardCharsets.UTF_8),
        "e30.e30.e30".getBytes(StandardCharsets.UTF_8), "203.0.113.9:80, [::1]:443".getBytes(StandardCharsets.UTF_8)));
    Path folder = Path.of(ReceiverFuzzTest.class.getResource("/fixtures/acr-ping.json").toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(file -> parser.takes(file.getFileName().toString())).sorted().map(ReceiverFuzzTest::read)
          .forEach(corpus::add);
    }
    return corpus;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes hit, a piece cut out or doubled, a word put in, or two of them crossed. */
  private static byte[] changed(byte[] from, List<byte[]> corpus, Random random) {
    String text = new String(from, StandardCharsets.ISO_8859_1);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), at + random.nextInt(40));
      text = switch (random.nextInt(5)) {
        case 0 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(Math.min(text.length(), at + 1));
        case 1 -> text.substring(0, at) + text.substring(to);
        case 2 -> text.substring(0, to) + text.substring(at);
        case 3 -> text.substring(0, at)
            + new String(WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8),
                StandardCharsets.ISO_8859_1)
            + text.substring(at);
        default -> text.substring(0, at)
            + new String(corpus.get(random.nextInt(corpus.size())), StandardCharsets.ISO_8859_1);
      };
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
