package relay;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import relay.assembly.RelayAssembly;
import relay.assembly.Service;
import relay.config.RelayConfig;

/** The running relay: starts its services in order, and stops them in the other. */
public final class Relay implements AutoCloseable {
  private final RelayAssembly.Ports ports;
  /** The last to be started is the first. */
  private final Deque<Service> started = new ArrayDeque<>();

  private Relay(RelayAssembly.Ports ports) {
    this.ports = ports;
  }

  /**
   * Opens the journal and the receivers, and starts everything else in the background.
   *
   * @throws relay.journal.engine.JournalUnusableException when the journal cannot be opened
   * @throws IOException when a port cannot be opened or the file of further authorities cannot be used; the message says
   *         which
   */
  public static Relay start(RelayConfig config, Clock clock) throws IOException {
    RelayAssembly.Parts parts = RelayAssembly.of(config, clock);
    var relay = new Relay(parts.ports());
    try {
      for (Service service : parts.services()) {
        relay.started.push(service);
        service.start();
      }
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
   * start. Safe to repeat.
   */
  @Override
  public void close() {
    for (Service service = started.poll(); service != null; service = started.poll()) {
      service.stop();
    }
  }
}
