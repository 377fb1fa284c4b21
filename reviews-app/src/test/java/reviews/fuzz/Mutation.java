package reviews.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Changes inputs: bytes hit, a piece cut out or doubled, a word put in, or two inputs crossed. */
public final class Mutation {
  private final List<byte[]> corpus;
  private final List<String> words;
  private final Random random;

  public Mutation(List<byte[]> corpus, List<String> words, Random random) {
    this.corpus = List.copyOf(corpus);
    this.words = List.copyOf(words);
    this.random = random;
  }

  /** The next input: the same ones in the same order for the same seed. */
  public byte[] next() {
    String text = text(any());
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), at + random.nextInt(40));
      text = switch (random.nextInt(6)) {
        case 0 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(Math.min(text.length(), at + 1));
        case 1 -> text.substring(0, at) + text.substring(to);
        case 2 -> text.substring(0, to) + text.substring(at);
        case 3 -> text.substring(0, at) + text(word()) + text.substring(at);
        case 4 -> text.substring(0, at) + text(word()) + text.substring(to);
        default -> text.substring(0, at) + text(any());
      };
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] any() {
    return corpus.get(random.nextInt(corpus.size()));
  }

  private byte[] word() {
    return words.get(random.nextInt(words.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
