package relay.assembly;

import io.vertx.core.Vertx;
import relay.journal.JournalStore;

/** What everything else stands on; to be stopped last. */
record Closing(JournalStore store, Vertx vertx) implements Service {
  @Override
  public void stop() {
    store.close();
    vertx.close().await();
  }
}
