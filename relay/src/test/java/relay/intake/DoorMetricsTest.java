package relay.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DoorMetricsTest {
  private static final Pattern FIRST_CELL = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE);

  private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final DoorMetrics metrics = new DoorMetrics(meters);

  @Test
  void metrics_md_lists_what_the_doors_count_and_every_outcome() throws IOException {
    metrics.recorded("acr", "main", Instant.EPOCH);
    for (var outcome : DoorMetrics.Outcome.values()) {
      metrics.count("acr", "main", outcome);
    }
    for (var kind : Told.Kind.values()) {
      metrics.event("acr", "main", kind);
    }
    Stream<String> names = meters.scrape().lines().filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" ")[2]);
    Stream<String> outcomes = Stream.of(DoorMetrics.Outcome.values()).map(one -> one.name().toLowerCase(Locale.ROOT));
    Stream<String> kinds = Stream.of(Told.Kind.values()).map(Told.Kind::label);

    assertThat(documented()).isEqualTo(
        Stream.of(names, outcomes, kinds).flatMap(Function.identity()).collect(Collectors.toCollection(TreeSet::new)));
  }

  private static Set<String> documented() throws IOException {
    String text = Files.readString(Path.of("docs/metrics.md"));
    String section = text.substring(text.indexOf("## Doors")).split("\n## (?!Doors)")[0];
    return FIRST_CELL.matcher(section).results().map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void the_time_of_the_last_delivery_moves_on() {
    metrics.recorded("acr", "main", Instant.ofEpochSecond(100));
    metrics.recorded("acr", "main", Instant.ofEpochSecond(250));

    assertThat(meters.get("relay.last.delivery.timestamp").gauge().value()).isEqualTo(250);
  }
}
