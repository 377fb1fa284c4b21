package sandbox.platform;

import java.util.Optional;
import sandbox.platform.container.Runner;

/**
 * One instance of an app that can serve.
 *
 * @param index from 0, stable over restarts, as is the instance id
 * @param container its name in the log
 * @param port on loopback; 0 for the page that is built in
 * @param running empty for the built-in page
 */
record Replica(int index, String instance, String container, int port, Optional<Runner.Running> running) {
  boolean alive() {
    return running.map(process -> !process.exit().isDone()).orElse(true);
  }

  boolean isBuiltIn() {
    return running.isEmpty();
  }
}
