package relay.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import relay.http.HttpMetrics;

class ReceiverMetricsTest {
  private static final Pattern FIRST_CELL = Pattern.compile("^\\| (`[^|]+`) \\|", Pattern.MULTILINE);

  private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ReceiverMetrics metrics = new ReceiverMetrics(meters);

  @Test
  void metrics_md_lists_what_the_receivers_count_and_every_outcome() throws IOException {
    var _ = new HttpMetrics(meters);
    metrics.recorded("acr", "main", Instant.EPOCH);
    for (var outcome : ReceiverMetrics.Outcome.values()) {
      metrics.count("acr", "main", outcome);
    }
    for (var why : SkipReasons.every()) {
      metrics.event("acr", "main", new ParsedEvent.Skipped(why));
    }
    Stream<String> names = meters.scrape().lines().filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" ")[2]);
    Stream<String> outcomes = Stream.of(ReceiverMetrics.Outcome.values()).map(ReceiverMetrics.Outcome::label);
    Stream<String> codes = Stream.concat(Stream.of("push"), SkipReasons.every().stream().map(SkipReason::code));

    assertThat(documented()).isEqualTo(
        Stream.of(names, outcomes, codes).flatMap(Function.identity()).collect(Collectors.toCollection(TreeSet::new)));
  }

  private static Set<String> documented() throws IOException {
    String text = Files.readString(Path.of("docs/metrics.md"));
    String section = text.substring(text.indexOf("## Receivers")).split("\n## (?!Receivers)")[0];
    return FIRST_CELL.matcher(section).results()
        .flatMap(match -> Stream.of(match.group(1).replace("`", "").split(", ")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void the_time_of_the_last_delivery_moves_on() {
    metrics.recorded("acr", "main", Instant.ofEpochSecond(100));
    metrics.recorded("acr", "main", Instant.ofEpochSecond(250));

    assertThat(meters.get("relay.last.delivery.timestamp").gauge().value()).isEqualTo(250);
  }
}
