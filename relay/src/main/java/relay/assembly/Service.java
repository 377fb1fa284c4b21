package relay.assembly;

import java.io.IOException;

/** A part of the running relay that is started once and stopped once. */
public interface Service {
  /**
   * Starts it. Blocks until it serves, or at least will by itself.
   *
   * @throws IOException when a port cannot be opened; the message says which
   */
  default void start() throws IOException {}

  /** Stops it, within some seconds. Never called twice; called as well when a later part could not be started. */
  default void stop() {}
}
