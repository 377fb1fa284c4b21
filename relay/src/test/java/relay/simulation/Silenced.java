package relay.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** No log while histories are played: their faults are planted, and thousands of lines would hide those that are not. */
final class Silenced implements BeforeAllCallback, AfterAllCallback {
  private static final Logger RELAY = (Logger) LoggerFactory.getLogger("relay");
  private @Nullable Level before;

  @Override
  public void beforeAll(ExtensionContext context) {
    before = RELAY.getLevel();
    RELAY.setLevel(Level.OFF);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    RELAY.setLevel(before);
  }
}
