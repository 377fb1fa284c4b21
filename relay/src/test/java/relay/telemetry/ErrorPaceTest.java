package relay.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErrorPaceTest {
  private final AtomicLong now = new AtomicLong();
  private final LoggerContext log = new LoggerContext();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void filtered() {
    log.addTurboFilter(new ErrorPace(now::get));
    lines.start();
    log.getLogger("ROOT").addAppender(lines);
  }

  private void errors(String logger, int many) {
    for (int i = 0; i < many; i++) {
      log.getLogger(logger).error("failed {}", i, new IllegalStateException("again"));
    }
  }

  @Test
  void a_logger_says_thirty_errors_a_minute_and_then_how_many_were_left_out() {
    errors("relay.http", 5000);
    assertThat(lines.list).hasSize(30);
    now.addAndGet(Duration.ofSeconds(61).toNanos());
    errors("relay.http", 1);
    assertThat(lines.list).hasSize(32);
    assertThat(lines.list.get(30).getFormattedMessage()).startsWith("4970 more errors");
  }

  @Test
  void other_loggers_and_other_levels_are_not_kept_back() {
    errors("relay.http", 5000);
    errors("relay.push", 3);
    for (int i = 0; i < 100; i++) {
      log.getLogger("relay.http").warn("careful");
    }
    assertThat(lines.list).filteredOn(line -> line.getLoggerName().equals("relay.push")).hasSize(3);
    assertThat(lines.list).filteredOn(line -> line.getLevel() == Level.WARN).hasSize(100);
    assertThat(log.getLogger("relay.http").isErrorEnabled()).isTrue();
  }
}
