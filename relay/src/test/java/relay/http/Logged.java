package relay.http;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Everything that is logged while it is open, down to debug (Vert.x prints whole requests below that). */
public final class Logged implements AutoCloseable {
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level before = root.getLevel();
  private final Lines lines = new Lines();

  public Logged() {
    lines.start();
    root.setLevel(Level.DEBUG);
    root.iteratorForAppenders().forEachRemaining(appender -> appender.addFilter(new OnlyWarnings()));
    root.addAppender(lines);
  }

  public List<ILoggingEvent> events() {
    return List.copyOf(lines.list);
  }

  /** All of it as text, stack traces included. */
  public String text() {
    var text = new StringBuilder();
    for (ILoggingEvent event : events()) {
      text.append(event.getLoggerName()).append(' ').append(event.getFormattedMessage()).append('\n');
      if (event.getThrowableProxy() != null) {
        text.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    root.detachAppender(lines);
    root.setLevel(before);
  }

  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final List<ILoggingEvent> list = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      list.add(event);
    }
  }
}
