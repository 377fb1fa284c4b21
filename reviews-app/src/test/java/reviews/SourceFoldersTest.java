package reviews;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How much stands in one place. */
class SourceFoldersTest {
  private static final int MOST_TYPES = 20;
  private static final int MOST_LINES = 300;
  private static final Path SRC = Path.of("src").toAbsolutePath();

  private static List<Path> sources(String... folders) throws IOException {
    var files = Stream.<Path>builder();
    for (String folder : folders) {
      try (Stream<Path> all = Files.walk(SRC.resolve(folder))) {
        all.filter(file -> file.toString().endsWith(".java")).forEach(files);
      }
    }
    return files.build().toList();
  }

  @Test
  void no_package_holds_more_than_20_types() throws IOException {
    Map<Path, Long> types = sources("main").stream()
        .filter(file -> !file.endsWith("package-info.java"))
        .collect(Collectors.groupingBy(file -> SRC.relativize(file).getParent(), Collectors.counting()));
    assertThat(types).isNotEmpty().allSatisfy((room, count) -> assertThat(count).as(room.toString())
        .isLessThanOrEqualTo(MOST_TYPES));
  }

  @Test
  void each_package_says_what_it_is_for() throws IOException {
    List<Path> rooms = sources("main").stream().map(Path::getParent).distinct().toList();
    assertThat(rooms).isNotEmpty().allSatisfy(room -> assertThat(room.resolve("package-info.java")).content()
        .as(SRC.relativize(room).toString()).startsWith("/**"));
  }

  @Test
  void no_file_has_more_than_300_lines() throws IOException {
    assertThat(sources("main", "test")).isNotEmpty().allSatisfy(
        file -> assertThat(lines(file)).as(SRC.relativize(file).toString()).isLessThanOrEqualTo(MOST_LINES));
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
