package relay.api;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import relay.coordination.LocalDecisionLock;
import relay.http.Routes;
import relay.journal.JournalStore;
import relay.journal.engine.MemoryEngine;
import relay.rollout.act.Operations;

/** The API as a whole, over nothing. */
public final class ApiParts {
  private ApiParts() {}

  public static Routes all(Vertx vertx) {
    return all(vertx, new Authentication(List.of()));
  }

  static Routes all(Vertx vertx, Authentication authentication) {
    var clock = Clock.systemUTC();
    JournalStore store = JournalStore.over(new MemoryEngine(), clock);
    var operations = new Operations(store.journal(), new LocalDecisionLock(), _ -> {}, clock);
    return new Api(vertx, List.of(), store.journal(), store.inbox(), authentication, operations);
  }
}
