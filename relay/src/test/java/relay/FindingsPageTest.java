package relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each test that {@code docs/findings.md} names is there. */
class FindingsPageTest {
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:Test|Contract))(?:\\.(\\w+))?`");
  private static final List<Path> TESTS = List.of(Path.of("src/test/java"), Path.of("../infra/tour/src/test/java"));

  @Test
  void every_test_that_the_page_names_exists() throws IOException {
    List<MatchResult> named = NAMED.matcher(Files.readString(Path.of("docs/findings.md"))).results().toList();

    assertThat(named).hasSizeGreaterThan(50);
    assertThat(named).allSatisfy(test -> {
      String source = source(test.group(1)).orElse("");
      assertThat(source).as(test.group(1)).isNotEmpty();
      if (test.group(2) != null) {
        assertThat(source).as(test.group()).contains("void " + test.group(2) + "(");
      }
    });
  }

  private static Optional<String> source(String type) throws IOException {
    for (Path root : TESTS) {
      try (Stream<Path> files = Files.walk(root)) {
        Optional<Path> found = files.filter(file -> file.getFileName().toString().equals(type + ".java")).findFirst();
        if (found.isPresent()) {
          return Optional.of(Files.readString(found.get()));
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    return Optional.empty();
  }
}
