package reviews.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;

/**
 * One line per event on standard output, or one JSON object where {@code LOG_FORMAT} says so. In code rather than in a file, since reading Logback's XML costs a tenth of the
 * program's start; a file still wins when one is named or, in tests, when {@code logback-test.xml} is there.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class PlainLog extends ContextAwareBase implements Configurator {
  private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %-28.28logger{27} %msg%n%ex{short}";

  /** Libraries that say too much: what the site needs of their failures it says itself. */
  private static final Map<String, Level> TALKATIVE = Map.of("com.azure", Level.WARN, "com.microsoft", Level.WARN,
      "com.azure.core.http.jdk", Level.ERROR, "com.azure.identity", Level.OFF, "org.mongodb.driver", Level.ERROR);

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty("logback.configurationFile") != null
        || PlainLog.class.getResource("/logback-test.xml") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    Encoder<ILoggingEvent> encoder = encoder();
    encoder.setContext(context);
    encoder.start();
    var console = new ConsoleAppender<ILoggingEvent>();
    console.setContext(context);
    console.setName("console");
    console.setEncoder(encoder);
    console.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(console);
    TALKATIVE.forEach((name, level) -> context.getLogger(name).setLevel(level));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Logging begins before the settings are read, which is why this one is looked at here. */
  private static Encoder<ILoggingEvent> encoder() {
    if ("json".equalsIgnoreCase(System.getenv().getOrDefault("LOG_FORMAT", "").strip())) {
      var json = new JsonEncoder();
      json.setWithFormattedMessage(true);
      json.setWithMessage(false);
      json.setWithArguments(false);
      json.setWithContext(false);
      json.setWithSequenceNumber(false);
      json.setWithNanoseconds(false);
      return json;
    }
    var plain = new PatternLayoutEncoder();
    plain.setPattern(PATTERN);
    return plain;
  }
}
