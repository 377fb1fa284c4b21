package relay;

import java.io.IOException;
import java.time.Clock;
import relay.assembly.RelayAssembly;
import relay.assembly.Services;
import relay.config.RelayConfig;

/** The running relay. */
public final class Relay implements AutoCloseable {
  private final RelayAssembly.Ports ports;
  private final Services services;

  private Relay(RelayAssembly.Parts parts) {
    this.ports = parts.ports();
    this.services = new Services(parts.services(), Services.GRACE);
  }

  /**
   * Opens the journal and the receivers, and starts everything else in the background.
   *
   * @throws relay.journal.engine.JournalUnusableException when the journal cannot be opened
   * @throws IOException when a port cannot be opened or the file of further authorities cannot be used; the message says
   *         which
   */
  public static Relay start(RelayConfig config, Clock clock) throws IOException {
    var relay = new Relay(RelayAssembly.of(config, clock));
    try {
      relay.services.start();
      return relay;
    } catch (IOException | RuntimeException e) {
      relay.close();
      throw e;
    }
  }

  /** What the receivers and the API listen on. */
  public int port() {
    return ports.main();
  }

  public int managementPort() {
    return ports.management();
  }

  /**
   * Stops gracefully: receivers answer 503, commits finish, rollouts stop at a saved state and are resumed at the next
   * start. Returns within the grace period. Safe to repeat.
   */
  @Override
  public void close() {
    services.stop();
  }
}
