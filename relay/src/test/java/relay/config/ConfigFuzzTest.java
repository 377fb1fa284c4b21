package relay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfigFuzzTest {
  private static final String[] PIECES = {"", "0", "-", ":", "{", "}", "[", "]", "'", "\"", "${", "${HOOK}", "&a ",
      "*a",
      "!!x ", "#", "~", "null", "\n", "  ", "999999999d", "999999999", "https://", "//", "|", ">-", "<<: ", "\u00e4",
      "\u0000",
      "%", "..", ">=", "^", "\\", "(", "[::1]:1", "1.2.3.4.5", "\ud83d\ude80", "a".repeat(300)};

  @Test
  void whatever_stands_in_the_file_is_either_read_or_told_in_lines_without_a_secret() throws Exception {
    Random random = new Random(20_260_101);
    String whole = Given.documented("whole");
    for (int i = 0; i < 400; i++) {
      StringBuilder yaml = new StringBuilder(whole);
      for (int cut = 0; cut <= random.nextInt(3); cut++) {
        int at = random.nextInt(yaml.length());
        yaml.replace(at, Math.min(yaml.length(), at + random.nextInt(6)), PIECES[random.nextInt(PIECES.length)]);
      }
      assertThat(Given.yaml(yaml.toString()).faults()).describedAs("try %s", i)
          .allSatisfy(line -> assertThat(line).doesNotContain("\n", Given.SECRET).isNotBlank());
    }
  }
}
