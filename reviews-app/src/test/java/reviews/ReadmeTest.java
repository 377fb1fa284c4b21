package reviews;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reviews.settings.Setting;
import reviews.settings.SettingsException;

/** The README's tables name every setting and every endpoint, and nothing else. */
class ReadmeTest {
  private static final Path README = Path.of("README.md");

  @Test
  void every_setting_is_in_the_table() throws IOException {
    assertThat(found("\\| `([A-Z_]+)` \\|.*"))
        .isEqualTo(Stream.of(Setting.values()).map(Setting::name).collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void every_default_in_the_table_is_true() throws IOException {
    for (Setting setting : Setting.values()) {
      if (!setting.standard().isEmpty()) {
        assertThat(Files.readString(README)).contains("| `" + setting.name() + "` | `" + setting.standard() + "` |");
      }
    }
  }

  @Test
  void every_endpoint_is_in_the_table() throws IOException, SettingsException, TimeoutException {
    assertThat(found("\\| `((?:GET|POST) /\\S*)` \\|.*")).isEqualTo(Endpoints.all());
  }

  private static Set<String> found(String line) throws IOException {
    Pattern pattern = Pattern.compile(line);
    return Files.readAllLines(README).stream().map(pattern::matcher).filter(Matcher::matches)
        .map(matcher -> matcher.group(1)).collect(Collectors.toCollection(TreeSet::new));
  }
}
